/** For those who want to know what Go Sync costs. Nothing here is published; how to run it stands in the README. */
@NullMarked
package dev.gosync.benchmarks;

import org.jspecify.annotations.NullMarked;
