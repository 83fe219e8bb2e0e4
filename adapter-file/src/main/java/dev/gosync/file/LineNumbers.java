package dev.gosync.file;

import dev.gosync.adapter.InvisibleCharacters;
import java.util.Map;

/** Notes the lines that the engine's warnings name. */
final class LineNumbers {
    private LineNumbers() {}

    /** Notes the first line of a thing if it contains invisible characters. */
    static void note(Map<String, String> positions, String thing, int line) {
        if (InvisibleCharacters.areIn(thing)) {
            positions.putIfAbsent(thing, "line " + line);
        }
    }
}
