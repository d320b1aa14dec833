// SPDX-License-Identifier: MIT
// A pass that waits for the threads of a pool, inside a callback that must not wait. With -DFIXED
// the caller's thread does it alone.
#include <kiln/kiln.hpp>
#include <kiln/train/thread_pool.hpp>

using Net = kiln::Net<3, kiln::Dense<5, kiln::Tanh>, kiln::Dense<2>>;

float callback(const Net& net, const std::array<float, 12>& x, kiln::Workspace<Net, 4>& workspace,
               [[maybe_unused]] kiln::ThreadPool& pool) noexcept KILN_NONBLOCKING {
#ifdef FIXED
  return net.predict(x, workspace).data()[0];
#else
  return net.predict(x, workspace, pool).data()[0];
#endif
}
