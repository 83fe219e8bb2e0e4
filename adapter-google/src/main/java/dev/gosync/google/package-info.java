/**
 * For programs that keep Google groups in step, or read the users of a Google account. Begin with {@link
 * dev.gosync.google.GoogleWorkspace}.
 */
@NullMarked
package dev.gosync.google;

import org.jspecify.annotations.NullMarked;
