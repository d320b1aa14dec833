#pragma once
// A header that breaks every rule once: .ci/floors and .ci/docstrings must say so.

#include "kiln/simd/arch.hpp"
#include <kiln/layers/dense.hpp>

#if defined(__AVX2__)
#endif

namespace kiln {

using Register = __m256;
// xsimd in a comment is fine

class Silent {
 public:
  int size() const { return arch_detail::size; }
  /// Explained.
  int rank() const { throw 0; }

  int at(int far = 0) const;

 private:
  int secret() const;
};

template <class T>
concept Silence = sizeof(T) == 0;

inline constexpr int constant = 1;

}  // namespace kiln
