/**
 * For programs whose people are in Microsoft Entra: groups as sources and destinations, users as a source. Start with
 * {@link dev.gosync.entra.EntraTenant}.
 */
@NullMarked
package dev.gosync.entra;

import org.jspecify.annotations.NullMarked;
