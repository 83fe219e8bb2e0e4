/** Tests of the journal. */
@NullMarked
package dev.gosync.journal;

import org.jspecify.annotations.NullMarked;
