# How every target of this project is made: one library per folder, explicit sources, headers
# in a checked set, warnings as errors.
set(CMAKE_CXX_STANDARD 20)
set(CMAKE_CXX_STANDARD_REQUIRED ON)
set(CMAKE_CXX_EXTENSIONS OFF)
set(CMAKE_EXPORT_COMPILE_COMMANDS ON)
set(CMAKE_POSITION_INDEPENDENT_CODE ON)
set_property(GLOBAL PROPERTY GLOBAL_DEPENDS_NO_CYCLES ON)

option(STILE_NETWORK "Build the parts that need gRPC (off where it cannot be instrumented)" ON)
option(STILE_FUZZ "Build the fuzzers and no other test (clang)" OFF)
option(STILE_TIDY "Run clang-tidy on our own code while compiling" OFF)
option(STILE_HARDEN "Add what hardens an installed program" OFF)
set(STILE_SANITIZE "" CACHE STRING "Sanitizers, as -fsanitize= takes them; empty for none")
set(STILE_FUZZ_SECONDS 20 CACHE STRING "How long the fuzz test of each fuzzer runs")

find_package(Threads REQUIRED)
find_package(absl CONFIG REQUIRED)
find_package(OpenSSL REQUIRED)
find_package(SQLite3 REQUIRED)
find_package(CURL REQUIRED)
find_package(Protobuf REQUIRED)
find_package(PkgConfig REQUIRED)
pkg_check_modules(sodium REQUIRED IMPORTED_TARGET libsodium)
# What only the tests need is on a machine for tests only: without it the programs still build.
find_package(GTest)
find_package(benchmark CONFIG)
if(STILE_NETWORK)
  find_package(gRPC CONFIG REQUIRED)
  find_package(CLI11 CONFIG REQUIRED)
  find_package(spdlog CONFIG REQUIRED)
  find_package(prometheus-cpp CONFIG REQUIRED)
  pkg_check_modules(systemd REQUIRED IMPORTED_TARGET libsystemd)
endif()

find_program(STILE_CCACHE ccache)
if(STILE_CCACHE AND NOT CMAKE_CXX_COMPILER_LAUNCHER)
  set(CMAKE_CXX_COMPILER_LAUNCHER ${STILE_CCACHE})
endif()

# Sanitizers cover the generated code too, so that every object of a program agrees. `vptr`
# needs type information that the Debian libraries do not export.
if(STILE_SANITIZE)
  add_compile_options(-fsanitize=${STILE_SANITIZE} -fno-sanitize-recover=all)
  add_link_options(-fsanitize=${STILE_SANITIZE})
  if(STILE_SANITIZE MATCHES undefined)
    add_compile_options(-fno-sanitize=vptr)
  endif()
endif()

add_library(stile_options INTERFACE)
target_compile_options(stile_options INTERFACE
  -Wall -Wextra -Wpedantic -Wshadow -Wconversion -fstack-protector-strong -fno-omit-frame-pointer
  $<$<CXX_COMPILER_ID:GNU>:-Werror>
  $<$<CXX_COMPILER_ID:Clang>:-Wno-sign-conversion>)
if(STILE_SANITIZE) # g++ 12 then suspects the standard library's own code
  target_compile_options(stile_options INTERFACE $<$<CXX_COMPILER_ID:GNU>:-Wno-maybe-uninitialized>)
endif()
target_include_directories(stile_options INTERFACE ${CMAKE_SOURCE_DIR})
if(STILE_HARDEN)
  target_compile_options(stile_options INTERFACE
    -U_FORTIFY_SOURCE -D_FORTIFY_SOURCE=3 -D_GLIBCXX_ASSERTIONS -fstack-clash-protection -fcf-protection)
  target_link_options(stile_options INTERFACE -pie -Wl,-z,relro,-z,now,-z,noexecstack)
endif()

# stile_own(target): what holds for the product's own code, neither generated nor a test. The
# target `product` builds all of it.
add_custom_target(product)
function(stile_own target)
  add_dependencies(product ${target})
  if(STILE_TIDY)
    set_target_properties(${target} PROPERTIES CXX_CLANG_TIDY clang-tidy-14)
  endif()
endfunction()

# stile_library(name SOURCES … HEADERS … PUBLIC targets PRIVATE targets): the library of one folder, stile::name.
function(stile_library name)
  cmake_parse_arguments(ARG "" "" "SOURCES;HEADERS;PUBLIC;PRIVATE" ${ARGN})
  add_library(stile_${name} STATIC ${ARG_SOURCES})
  add_library(stile::${name} ALIAS stile_${name})
  target_sources(stile_${name} PUBLIC FILE_SET HEADERS BASE_DIRS ${CMAKE_SOURCE_DIR} FILES ${ARG_HEADERS})
  set_target_properties(stile_${name} PROPERTIES VERIFY_INTERFACE_HEADER_SETS ON)
  if(STILE_SANITIZE) # is built where a test uses it
    set_target_properties(stile_${name} PROPERTIES EXCLUDE_FROM_ALL ON)
  endif()
  target_link_libraries(stile_${name} PUBLIC ${ARG_PUBLIC} PRIVATE stile_options ${ARG_PRIVATE})
  stile_own(stile_${name})
endfunction()

# stile_program(name SOURCES … LINKS …)
function(stile_program name)
  cmake_parse_arguments(ARG "" "" "SOURCES;LINKS" ${ARGN})
  add_executable(${name} ${ARG_SOURCES})
  target_link_libraries(${name} PRIVATE stile_options ${ARG_LINKS})
  stile_own(${name})
endfunction()

# stile_test(name SOURCES … LINKS … [LABELS …]): a GoogleTest program; each of its tests is a test of CTest.
include(GoogleTest)
function(stile_test name)
  cmake_parse_arguments(ARG "" "" "SOURCES;LINKS;LABELS" ${ARGN})
  add_executable(${name} ${ARG_SOURCES})
  target_link_libraries(${name} PRIVATE stile_options GTest::gtest_main GTest::gmock stile::built_from ${ARG_LINKS})
  # It is the product that is searched for undefined behaviour: without that, and not optimised, tests
  # compile in half the time. Memory is watched in them too, for what they read is the product's.
  if(STILE_SANITIZE MATCHES address AND NOT STILE_FUZZ)
    target_compile_options(${name} PRIVATE -O0 -fno-sanitize=undefined)
  endif()
  set(labels)
  if(ARG_LABELS)
    set(labels LABELS "${ARG_LABELS}")
  endif()
  gtest_discover_tests(${name} DISCOVERY_TIMEOUT 60 PROPERTIES TIMEOUT 300 ${labels})
endfunction()

# stile_script_test(name COMMAND … [LABELS …]): a script as one test; exit status 77 means skipped.
function(stile_script_test name)
  cmake_parse_arguments(ARG "" "" "COMMAND;LABELS" ${ARGN})
  add_test(NAME ${name} COMMAND ${ARG_COMMAND} WORKING_DIRECTORY ${CMAKE_SOURCE_DIR})
  set_tests_properties(${name} PROPERTIES SKIP_RETURN_CODE 77 TIMEOUT 600 LABELS "${ARG_LABELS}")
endfunction()

# stile_fuzzer(name SOURCES … LINKS …): a libFuzzer program, and a test that runs it for
# STILE_FUZZ_SECONDS from the seeds in corpus/<name> beside its source, where there are any.
function(stile_fuzzer name)
  cmake_parse_arguments(ARG "" "" "SOURCES;LINKS" ${ARGN})
  add_executable(${name} ${ARG_SOURCES})
  target_link_libraries(${name} PRIVATE stile_options ${ARG_LINKS})
  target_link_options(${name} PRIVATE -fsanitize=fuzzer)
  set(found ${CMAKE_CURRENT_BINARY_DIR}/found/${name})
  file(MAKE_DIRECTORY ${found})
  set(seeds ${CMAKE_CURRENT_SOURCE_DIR}/corpus/${name})
  if(NOT IS_DIRECTORY ${seeds})
    set(seeds "")
  endif()
  add_test(NAME fuzz.${name}
           COMMAND ${name} -max_total_time=${STILE_FUZZ_SECONDS} -timeout=10 -rss_limit_mb=2048
                   -print_final_stats=1 -artifact_prefix=${found}/ ${found} ${seeds})
  math(EXPR limit "${STILE_FUZZ_SECONDS} + 120")
  set_tests_properties(fuzz.${name} PROPERTIES LABELS fuzz TIMEOUT ${limit})
endfunction()

# stile_benchmark(name SOURCES … LINKS …): a program that prints one JSON object a line on
# stdout and nothing else. `tests/run --bench` runs it without arguments; its test runs it
# with --smoke, which has to end within seconds and says only that it still works.
function(stile_benchmark name)
  cmake_parse_arguments(ARG "" "" "SOURCES;LINKS" ${ARGN})
  stile_program(${name} SOURCES ${ARG_SOURCES} LINKS ${ARG_LINKS})
  if(STILE_SANITIZE) # nobody runs it
    set_target_properties(${name} PROPERTIES EXCLUDE_FROM_ALL ON)
  endif()
  set_property(GLOBAL APPEND_STRING PROPERTY STILE_BENCHMARKS "$<TARGET_FILE:${name}>\n")
  set_property(GLOBAL APPEND PROPERTY STILE_BENCHMARK_TARGETS ${name})
  add_test(NAME bench.${name} COMMAND ${name} --smoke)
  set_tests_properties(bench.${name} PROPERTIES LABELS bench TIMEOUT 300 RUN_SERIAL ON)
endfunction()

# stile_list_benchmarks(): called once after every benchmark is known; makes the target
# `benchmarks` and the file benchmarks.txt that names their programs.
function(stile_list_benchmarks)
  get_property(programs GLOBAL PROPERTY STILE_BENCHMARKS)
  get_property(targets GLOBAL PROPERTY STILE_BENCHMARK_TARGETS)
  file(GENERATE OUTPUT ${CMAKE_BINARY_DIR}/benchmarks.txt CONTENT "${programs}")
  add_custom_target(benchmarks DEPENDS ${targets})
endfunction()
