package dev.gosync.opsgenie;

import dev.gosync.adapter.AdapterException;
import java.util.Set;

/**
 * That a list of participants was not taken, perhaps because of one of them.
 *
 * @param failure what it means if it is nobody's fault
 * @param positions who is at fault, counted from 0 in the list that was sent; empty where the answer does not say
 */
record Refusal(AdapterException failure, Set<Integer> positions) {
    Refusal {
        positions = Set.copyOf(positions);
    }
}
