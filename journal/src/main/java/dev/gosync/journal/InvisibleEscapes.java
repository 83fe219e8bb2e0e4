package dev.gosync.journal;

import com.fasterxml.jackson.core.SerializableString;
import com.fasterxml.jackson.core.io.CharacterEscapes;
import com.fasterxml.jackson.core.io.SerializedString;
import dev.gosync.adapter.InvisibleCharacters;
import java.io.Serial;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/** Escapes invisible characters in JSON, which changes no value. Both halves of a surrogate pair are escaped together. */
final class InvisibleEscapes extends CharacterEscapes {
    @Serial
    private static final long serialVersionUID = 1L;

    @Override
    public int[] getEscapeCodesForAscii() {
        return standardAsciiEscapesForJSON();
    }

    @Override
    public @Nullable SerializableString getEscapeSequence(int c) {
        char character = (char) c;
        return Character.isSurrogate(character) || InvisibleCharacters.areIn(String.valueOf(character))
                ? new SerializedString(String.format(Locale.ROOT, "\\u%04x", c))
                : null;
    }
}
