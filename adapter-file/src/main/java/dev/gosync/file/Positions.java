package dev.gosync.file;

import dev.gosync.adapter.InvisibleCharacters;
import java.util.Map;

/** Says on which line things stand that the engine warns about. */
final class Positions {
    private Positions() {}

    /** Notes the first line of a thing if it contains invisible characters. */
    static void note(Map<String, String> positions, String thing, int line) {
        if (InvisibleCharacters.areIn(thing)) {
            positions.putIfAbsent(thing, "line " + line);
        }
    }
}
