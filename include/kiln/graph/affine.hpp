// SPDX-License-Identifier: MIT
#pragma once
// The affine map as a node: what a dense layer computes before its activation.
// Source: Nielsen, Neural Networks and Deep Learning, ch. 2, BP2–BP4.

#include <cstddef>
#include <string_view>
#include <type_traits>

#include <kiln/graph/connect.hpp>
#include <kiln/kernels/chains.hpp>
#include <kiln/kernels/column_sums.hpp>
#include <kiln/kernels/known.hpp>
#include <kiln/kernels/matmul.hpp>
#include <kiln/kernels/product.hpp>

namespace kiln::graph {

namespace affine_detail {
template <std::size_t Rank>
struct WeightOf {
  static_assert(Rank == 2, "affine(x, W, b): W must have rank 2, inputs x units");
  static constexpr bool fits = Rank == 2;
};

template <std::size_t Inputs, std::size_t Rows>
struct InputOf {
  static_assert(Inputs == Rows, "affine(x, W, b): x's last axis must be as long as W has rows");
  static constexpr bool fits = Inputs == Rows;
};

template <std::size_t Elements, std::size_t Units>
struct BiasOf {
  static_assert(Elements == Units,
                "affine(x, W, b): b must have as many elements as W has columns");
  static constexpr bool fits = Elements == Units;
};
}  // namespace affine_detail

namespace operations {

/// y = x·W + b for one sample x or a row of x each.
///
/// Shapes   x: in or n × in,  W: in × units,  b: units,  y: units or n × units.
struct Affine {
  static constexpr std::string_view symbol = "affine";  ///< in drawings
  /// Of the result.
  template <class X, class W, class B>
  using Value = decltype(matmul(std::declval<const X&>(), std::declval<const W&>()));

  /// y = x·W + b, the sums in a dense layer's order.
  template <class Arch, class Y, class X, class W, class B>
  KILN_INLINE constexpr void forward(Slot<Y>& y, const Slot<X>& x, const Slot<W>& w,
                                     const Slot<B>& b) const {
    using T = element_of<Y>;
    constexpr std::size_t in = W::shape[0], units = W::shape[1], n = X::static_size / in;
    multiply<units, chain_count(in, units), Arch>(
        known<n>, known<in>, straight<T>(x.value().data(), in), w.value().data(),
        Store<T>{y.value().data(), units, b.value().data(), 0});
  }

  /// dx += dy·Wᵀ, dW += xᵀ·dy, db += Σ of dy's rows.
  template <class Arch, class Y, class X, class W, class B>
  KILN_INLINE constexpr void backward(const Slot<Y>& y, Slot<X>& x, Slot<W>& w, Slot<B>& b) const {
    using T = element_of<Y>;
    constexpr std::size_t in = W::shape[0], units = W::shape[1], n = X::static_size / in;
    const T* const dy = y.gradient().data();
    T* const dx = x.gradient().data();
    T* const dw = w.gradient().data();
    T* const db = b.gradient().data();
    naive::multiply<1>(n, units, in, straight<T>(dy, units), {w.value().data(), 1, units},
                       Store<T>{dx, in, dx, in});
    multiply<units, 1, Arch>(known<in>, known<n>, transposed<T>(x.value().data(), in), dy,
                             Store<T>{dw, units, dw, units});
    column_sums<units, Arch>(n, dy, Store<T>{db, units, db, units});
  }
};

}  // namespace operations

/// The node x·W + b.
///
/// Shapes   x: in or n × in,  W: in × units,  b: units.
template <class X, class W, class B>
requires NodeOperands<X, W, B> KILN_INLINE constexpr auto affine(X&& x, W&& w, B&& b) {
  constexpr Shape in = operand_shape<X>, weight = operand_shape<W>, bias = operand_shape<B>;
  constexpr std::size_t inputs = in[in.rank - 1];
  if constexpr (!affine_detail::WeightOf<weight.rank>::fits) {
    return graph::connect(operations::Inert{}, x, w, b);
  } else if constexpr (!affine_detail::InputOf<inputs, weight[0]>::fits) {
    return graph::connect(operations::Inert{}, x, w, b);
  } else if constexpr (!affine_detail::BiasOf<bias.size(), weight[1]>::fits) {
    return graph::connect(operations::Inert{}, x, w, b);
  } else {
    return graph::connect(operations::Affine{}, static_cast<X&&>(x), static_cast<W&&>(w),
                          static_cast<B&&>(b));
  }
}

}  // namespace kiln::graph
