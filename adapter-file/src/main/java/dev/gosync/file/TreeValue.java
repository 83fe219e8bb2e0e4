package dev.gosync.file;

import java.util.Collection;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** A value of a YAML or JSON document. */
interface TreeValue {
    /** {@return the line where it begins} */
    int line();

    /** {@return what it is, for the middle of a sentence: {@code a list}} */
    String described();

    boolean isMap();

    boolean isList();

    boolean isString();

    boolean isNull();

    /** {@return the text of a string, a number or a boolean; empty for other values} */
    String text();

    /** {@return the items of a list; empty for other values} */
    List<? extends TreeValue> items();

    /**
     * Looks up a key of a map.
     *
     * @return its value; null if there is none
     * @throws MalformedFileException if the key is used twice
     */
    @Nullable TreeValue get(String key) throws MalformedFileException;

    /** {@return the keys of a map, for a message} */
    Collection<String> keys();
}
