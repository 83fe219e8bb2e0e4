/**
 * The program {@code go-sync}. No other code uses this package: the public interface is the command line, the
 * configuration and the output.
 */
@NullMarked
package dev.gosync.cli;

import org.jspecify.annotations.NullMarked;
