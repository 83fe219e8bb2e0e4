package dev.gosync.adapter;

import java.util.List;
import java.util.Map;

/**
 * What a place knows about additions before anything is written. Immutable; threads may share it.
 *
 * @param failures for each addition that the place will refuse: why
 * @param sameAs for each addition that means a member or another addition under another spelling: that spelling, as the
 *     place would list it
 * @param warnings what a reader of the plan should know before these additions are made, in full sentences
 */
public record Preview(Map<String, Failure> failures, Map<String, String> sameAs, List<String> warnings) {
    private static final Preview NOTHING = new Preview(Map.of(), Map.of());

    /** Copies its parts. */
    public Preview {
        failures = Map.copyOf(failures);
        sameAs = Map.copyOf(sameAs);
        warnings = List.copyOf(warnings);
    }

    /**
     * Makes a preview without warnings.
     *
     * @param failures for each addition that the place will refuse: why
     * @param sameAs for each addition that means a member or another addition under another spelling: that spelling
     */
    public Preview(Map<String, Failure> failures, Map<String, String> sameAs) {
        this(failures, sameAs, List.of());
    }

    /** {@return a preview that expects no problem} */
    public static Preview nothing() {
        return NOTHING;
    }
}
