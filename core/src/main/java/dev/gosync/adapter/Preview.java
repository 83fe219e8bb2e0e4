package dev.gosync.adapter;

import java.util.Map;

/**
 * What a place knows about additions before anything is written. Immutable; threads may share it.
 *
 * @param failures for each addition that the place will refuse: why
 * @param sameAs for each addition that means a member or another addition under another spelling: that spelling, as the
 *     place would list it
 */
public record Preview(Map<String, Failure> failures, Map<String, String> sameAs) {
    private static final Preview NOTHING = new Preview(Map.of(), Map.of());

    /** Copies both maps. */
    public Preview {
        failures = Map.copyOf(failures);
        sameAs = Map.copyOf(sameAs);
    }

    /** {@return a preview that expects no problem} */
    public static Preview nothing() {
        return NOTHING;
    }
}
