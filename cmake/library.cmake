# SPDX-License-Identifier: MIT
# The two targets that users link: kiln::kiln (headers, xsimd) and kiln::io (readers and writers of
# files). Neither sets an instruction set or a warning.

set(kiln_include "${CMAKE_CURRENT_SOURCE_DIR}/include")

# kiln_add_library(<target> <exported name> <header>...)
function(kiln_add_library target name)
  add_library(${target} INTERFACE)
  add_library(kiln::${name} ALIAS ${target})
  target_sources(${target} INTERFACE FILE_SET HEADERS BASE_DIRS "${kiln_include}" FILES ${ARGN})
  target_compile_features(${target} INTERFACE cxx_std_20)
  set_target_properties(${target} PROPERTIES EXPORT_NAME ${name} VERIFY_INTERFACE_HEADER_SETS
                                                                 ${KILN_BUILD_TESTS})
endfunction()

file(GLOB_RECURSE kiln_headers CONFIGURE_DEPENDS "${kiln_include}/*.hpp")
set(kiln_io_headers ${kiln_headers})
list(FILTER kiln_headers EXCLUDE REGEX "/kiln/io/")
list(FILTER kiln_io_headers INCLUDE REGEX "/kiln/io/")

kiln_add_library(kiln kiln ${kiln_headers})
target_link_libraries(kiln INTERFACE kiln::xsimd)

if(kiln_io_wanted)
  kiln_add_library(kiln_io io ${kiln_io_headers})
  target_link_libraries(kiln_io INTERFACE kiln ZLIB::ZLIB nlohmann_json::nlohmann_json)
endif()
