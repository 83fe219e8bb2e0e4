/**
 * For whoever keeps Google groups in step, or reads the users of a Google account: {@link
 * dev.gosync.google.GoogleDirectory} is where to begin.
 */
@NullMarked
package dev.gosync.google;

import org.jspecify.annotations.NullMarked;
