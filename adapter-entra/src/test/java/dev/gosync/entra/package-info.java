/** Tests of the Entra adapter, and a fake of Graph, which can also be started to try the adapter out. */
@NullMarked
package dev.gosync.entra;

import org.jspecify.annotations.NullMarked;
