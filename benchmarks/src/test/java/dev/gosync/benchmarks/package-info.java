/** What the program costs at each service. These are no tests: they are run by {@code benchmarks/run}. */
@NullMarked
package dev.gosync.benchmarks;

import org.jspecify.annotations.NullMarked;
