/**
 * For programs: the engine that plans and carries out a sync. Start with {@link dev.gosync.Sync}. Authors of adapters need
 * only {@link dev.gosync.adapter}.
 *
 * <p>All text is English, whatever the machine's locale.
 *
 * @serial exclude
 */
@NullMarked
package dev.gosync;

import org.jspecify.annotations.NullMarked;
