// SPDX-License-Identifier: MIT
#pragma once
// The images of the sparse workload and of the course: MNIST where $KILN_DATA_DIR names it,
// otherwise drawn ones, with about as many zeros. In floats for all libraries, and as the bytes
// that they are in files, which kiln widens as it draws them.

#include <kiln/data/labelled_images.hpp>

namespace peers {

bool digits_are_mnist();
const kiln::LabelledImages& training_digits();  ///< 60,000
const kiln::LabelledImages& test_digits();      ///< 10,000
const kiln::LabelledBytes& training_bytes();    ///< the same
const kiln::LabelledBytes& test_bytes();        ///< the same

}  // namespace peers
