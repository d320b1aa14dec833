# SPDX-License-Identifier: MIT
# Downloads MNIST: cmake -DDESTINATION=<folder> -P cmake/fetch_mnist.cmake
#
# Files that are there and right are kept. A file appears only once its SHA-256 is right. Without a
# network it gives up after a few seconds, says so in one line and ends with status 1.

cmake_minimum_required(VERSION 3.25)
if(NOT DESTINATION)
  message(FATAL_ERROR "usage: cmake -DDESTINATION=<folder> -P fetch_mnist.cmake")
endif()

set(mirrors https://ossci-datasets.s3.amazonaws.com/mnist
            https://storage.googleapis.com/cvdf-datasets/mnist)
set(files t10k-labels-idx1-ubyte.gz t10k-images-idx3-ubyte.gz train-labels-idx1-ubyte.gz
          train-images-idx3-ubyte.gz)
set(sums f7ae60f92e00ec6debd23a6088c31dbd2371eca3ffa0defaefb259924204aec6
         8d422c7b0a1c1c79245a5bcf07fe86e33eeafee792b84584aec276f5a2dbc4e6
         3552534a0a558bbed6aed32b30c495cca23d567ec52cac8be1a0730e8010255c
         440fcabf73cc546fa21475e81ea370265605f56be210a4024d2ca8f203523609)

# download(<address> <path> <sum> <seconds>) sets problem to a sentence, or to nothing.
function(download address path sum seconds)
  file(DOWNLOAD "${address}" "${path}.part" STATUS status TIMEOUT ${seconds} INACTIVITY_TIMEOUT 5
       TLS_VERIFY ON)
  list(POP_FRONT status code problem)
  if(code EQUAL 0)
    file(SHA256 "${path}.part" found)
    if(found STREQUAL sum)
      set(problem "")
      file(RENAME "${path}.part" "${path}")
    else()
      set(problem "its SHA-256 is ${found}")
    endif()
  endif()
  file(REMOVE "${path}.part")
  string(REPLACE "\"" "" problem "${problem}")
  set(problem "${problem}" PARENT_SCOPE)
endfunction()

set(mirror "")
foreach(file sum IN ZIP_LISTS files sums)
  set(path "${DESTINATION}/${file}")
  if(EXISTS "${path}")
    file(SHA256 "${path}" found)
    if(found STREQUAL sum)
      continue()
    endif()
  endif()

  # The smallest file shows, within seconds, which mirror answers.
  if(NOT mirror)
    list(GET files 0 first)
    list(GET sums 0 first_sum)
    foreach(candidate IN LISTS mirrors)
      set(mirror "${candidate}")
      download("${mirror}/${first}" "${DESTINATION}/${first}" ${first_sum} 6)
      if(NOT problem)
        break()
      endif()
    endforeach()
    if(problem)
      message(FATAL_ERROR "MNIST was not downloaded: ${mirror}: ${problem}")
    endif()
  endif()

  if(NOT file STREQUAL first)
    message(STATUS "downloading ${mirror}/${file}")
    download("${mirror}/${file}" "${path}" ${sum} 120)
    if(problem)
      message(FATAL_ERROR "MNIST was not downloaded: ${mirror}/${file}: ${problem}")
    endif()
  endif()
endforeach()
