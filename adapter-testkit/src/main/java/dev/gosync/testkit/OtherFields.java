package dev.gosync.testkit;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * Adds fields to the records of JSON answers, and leaves out their fields that are null. The root and the elements of lists
 * are records. An object inside another one may be a table, whose names are data, and a new entry would change what it
 * means. It counts as a record only if all answers so far say so: at its place they show the same names with different values, the
 * names look like those of fields and are no value anywhere, and not all values are objects or lists. Used by one thread
 * at a time.
 */
final class OtherFields {
    /** So many answers are looked at, of those since the last look. */
    private static final int MOST = 200;

    private static final Pattern NAME = Pattern.compile("[A-Za-z_$]+");

    /** What the answers showed at one place. */
    private static final class Seen {
        final Map<?, ?> first;
        boolean sameNames = true;
        boolean varies;
        boolean hasPlainValues = true;

        Seen(Map<?, ?> first) {
            this.first = first;
        }

        void look(Map<?, ?> object) {
            sameNames &= object.keySet().equals(first.keySet());
            varies |= !object.equals(first);
            hasPlainValues &=
                    object.values().stream().anyMatch(value -> !(value instanceof Map || value instanceof List));
        }

        boolean isRecord(Set<String> values) {
            return sameNames
                    && varies
                    && hasPlainValues
                    && first.keySet().stream()
                            .map(String::valueOf)
                            .allMatch(name -> NAME.matcher(name).matches() && !values.contains(name));
        }
    }

    private final Deque<FakeAnswer> unread = new ArrayDeque<>();
    private final Map<String, Seen> objects = new HashMap<>();
    private final Set<String> values = new HashSet<>();

    /** Keeps an answer of the service, from which this learns. */
    void answered(FakeAnswer answer) {
        unread.addLast(answer);
        if (unread.size() > MOST) {
            unread.removeFirst();
        }
    }

    /** The answer with other fields. */
    FakeAnswer added(FakeAnswer answer) {
        while (!unread.isEmpty()) {
            learn("", read(unread.removeFirst()));
        }
        @Nullable Object root = read(answer);
        if (root instanceof Map<?, ?> object) {
            return answer.body(Json.write(more("", object)));
        }
        return root == null ? answer : answer.body(Json.write(inside("", root)));
    }

    private static @Nullable Object read(FakeAnswer answer) {
        String body = answer.body().strip();
        try {
            return body.startsWith("{") || body.startsWith("[") ? Json.read(body) : null;
        } catch (IllegalArgumentException e) {
            return null;
        }
    }

    private void learn(String place, @Nullable Object value) {
        if (value instanceof Map<?, ?> object) {
            objects.computeIfAbsent(place, ignored -> new Seen(object)).look(object);
            object.forEach((name, field) -> learn(place + "/" + name, field));
        } else if (value instanceof List<?> list) {
            list.forEach(element -> learn(place + "[]", element));
        } else if (value instanceof String text) {
            values.add(text);
        }
    }

    private Map<String, @Nullable Object> more(String place, Map<?, ?> object) {
        Map<String, @Nullable Object> more = new LinkedHashMap<>();
        more.put("goSyncUnknownField", Map.of("of", List.of("a later version", 1)));
        object.forEach((name, value) -> {
            if (value != null) {
                more.put((String) name, inside(place + "/" + name, value));
            }
        });
        return more;
    }

    private Object inside(String place, Object value) {
        if (value instanceof List<?> list) {
            List<@Nullable Object> elements = new ArrayList<>();
            list.forEach(element -> elements.add(
                    element instanceof Map<?, ?> object
                            ? more(place + "[]", object)
                            : element == null ? null : inside(place + "[]", element)));
            return elements;
        }
        if (value instanceof Map<?, ?> object) {
            @Nullable Seen seen = objects.get(place);
            if (seen != null && seen.isRecord(values)) {
                return more(place, object);
            }
            Map<String, @Nullable Object> same = new LinkedHashMap<>();
            object.forEach(
                    (name, field) -> same.put((String) name, field == null ? null : inside(place + "/" + name, field)));
            return same;
        }
        return value;
    }
}
