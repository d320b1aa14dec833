// SPDX-License-Identifier: MIT
#pragma once
// The images of the sparse workload and of the course: MNIST where $KILN_DATA_DIR names it,
// otherwise drawn ones, with about as many zeros.

#include <kiln/data/labelled_images.hpp>

namespace peers {

bool digits_are_mnist();
const kiln::LabelledImages& training_digits();  ///< 60,000
const kiln::LabelledImages& test_digits();      ///< 10,000

}  // namespace peers
