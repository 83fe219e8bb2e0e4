package dev.gosync.journal;

import dev.gosync.adapter.Matching;

/** Which spellings a journal takes for one member, whatever the matching of the sync: too many rather than too few. */
final class Keys {
    private static final Matching IGNORING_CASE = Matching.ignoringCase();

    private Keys() {}

    static String of(String thing) {
        return IGNORING_CASE.key(thing);
    }
}
