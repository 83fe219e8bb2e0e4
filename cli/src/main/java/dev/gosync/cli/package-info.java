/** For nobody's code: this is a program, and what it promises is its command line, its configuration and its output. */
@NullMarked
package dev.gosync.cli;

import org.jspecify.annotations.NullMarked;
