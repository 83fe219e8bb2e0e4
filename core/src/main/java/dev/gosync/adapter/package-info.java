/**
 * For authors of adapters: the contract that an adapter fulfils ({@link dev.gosync.adapter.Source}, {@link
 * dev.gosync.adapter.Adapter}, {@link dev.gosync.adapter.AdapterProvider}) and what it is given to do so ({@link
 * dev.gosync.adapter.Outcomes}, {@link dev.gosync.adapter.Retry}). Programs and adapters share these types.
 *
 * <p>All text is English, whatever the machine's locale.
 *
 * @serial exclude
 */
@NullMarked
package dev.gosync.adapter;

import org.jspecify.annotations.NullMarked;
