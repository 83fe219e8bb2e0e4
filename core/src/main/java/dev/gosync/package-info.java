/**
 * For everybody: the engine for those who embed a sync ({@link dev.gosync.Sync}), and the contract for those who write
 * an adapter ({@link dev.gosync.Source}, {@link dev.gosync.Adapter}, {@link dev.gosync.AdapterProvider}).
 *
 * <p>Text that the engine produces is English and independent of the machine's locale.
 *
 * @serial exclude
 */
@NullMarked
package dev.gosync;

import org.jspecify.annotations.NullMarked;
