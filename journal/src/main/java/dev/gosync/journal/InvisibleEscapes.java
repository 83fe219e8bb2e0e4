package dev.gosync.journal;

import com.fasterxml.jackson.core.SerializableString;
import com.fasterxml.jackson.core.io.CharacterEscapes;
import com.fasterxml.jackson.core.io.SerializedString;
import dev.gosync.adapter.InvisibleCharacters;
import java.io.Serial;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/**
 * Escapes in JSON what {@link InvisibleCharacters#shownIn} escapes in text, which changes no value. Both halves of a
 * surrogate pair are escaped together.
 */
final class InvisibleEscapes extends CharacterEscapes {
    @Serial
    private static final long serialVersionUID = 1L;

    private static final int DELETE = 0x7F;

    @Override
    public int[] getEscapeCodesForAscii() {
        int[] escapes = standardAsciiEscapesForJSON();
        escapes[DELETE] = ESCAPE_STANDARD;
        return escapes;
    }

    @Override
    public @Nullable SerializableString getEscapeSequence(int c) {
        String character = String.valueOf((char) c);
        return Character.isSurrogate((char) c)
                        || !InvisibleCharacters.shownIn(character).equals(character)
                ? new SerializedString(String.format(Locale.ROOT, "\\u%04x", c))
                : null;
    }
}
