/** For tests of the Google adapter, and for whoever wants to try it out: the fake of the Directory API. */
@NullMarked
package dev.gosync.google;

import org.jspecify.annotations.NullMarked;
