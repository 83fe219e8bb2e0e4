package dev.gosync;

import dev.gosync.adapter.InvisibleCharacters;

/**
 * A thing that contains invisible characters, and where it is.
 *
 * @param place the name of the place that holds it
 * @param position where in the place it is, such as {@code line 7}; empty if the place does not say
 * @param thing the thing as it is spelled there
 */
record InvisibleThing(String place, String position, String thing) {
    /**
     * Says so.
     *
     * @param effect what these characters do, for the end of a sentence
     */
    String warning(String effect) {
        return place + (position.isEmpty() ? "" : ", " + position) + ": '" + InvisibleCharacters.shownIn(thing)
                + "' contains invisible characters; " + effect;
    }
}
