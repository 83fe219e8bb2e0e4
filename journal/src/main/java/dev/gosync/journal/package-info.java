/**
 * A durable record of runs. {@link dev.gosync.journal.Journal} writes each run while it happens, and reads the runs of the
 * past: what was done, by which run, and how to undo it.
 */
@NullMarked
package dev.gosync.journal;

import org.jspecify.annotations.NullMarked;
