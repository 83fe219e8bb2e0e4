/** Tests of the Google adapter, and a fake of the Directory API, which can also be started to try the adapter out. */
@NullMarked
package dev.gosync.google;

import org.jspecify.annotations.NullMarked;
