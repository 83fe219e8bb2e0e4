package dev.gosync.file;

import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** The keys of a document that are needed, so that a parser can skip all others. Lists do not count as a level. */
final class KeyTree {
    private final Map<String, KeyTree> children = new HashMap<>();

    void add(List<String> path) {
        KeyTree at = this;
        for (String key : path) {
            at = at.children.computeIfAbsent(key, name -> new KeyTree());
        }
    }

    /** {@return what is needed below a key; null if nothing is} */
    @Nullable KeyTree below(String key) {
        return children.get(key);
    }

    /** {@return how many keys of one map are needed} */
    int size() {
        return children.size();
    }
}
