package dev.gosync.file;

import dev.gosync.adapter.ConfigException.Fault;
import dev.gosync.adapter.Listing;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Collections;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Strings at a path in the documents of a YAML or JSON file: the items of a list of strings, or a key of the objects in a
 * list. An object without the key has no thing.
 *
 * @param syntax how the file contains documents
 * @param at the path of the things
 * @param where which objects are read
 */
record TreeFormat(TreeSyntax syntax, ListPath at, Where where) implements Format {
    TreeFormat {
        where.conditions().forEach(condition -> pathOf(condition.name()));
    }

    /** {@return what is wrong with the name of a condition; empty if it is valid} */
    static Optional<String> fault(String name) {
        return ListPath.fault(isOfDocument(name) ? name.substring(1) : name);
    }

    private static boolean isOfDocument(String name) {
        return name.startsWith(".");
    }

    private static ListPath pathOf(String name) {
        fault(name).ifPresent(problem -> {
            throw new IllegalArgumentException("where " + problem);
        });
        return ListPath.of(isOfDocument(name) ? name.substring(1) : name);
    }

    @Override
    public String part() {
        return where.after(at.part());
    }

    @Override
    public Listing read(byte[] content) throws MalformedFileException {
        List<Anchored> conditions =
                where.conditions().stream().map(this::anchored).toList();
        KeyTree keys = new KeyTree();
        keys.add(at.keysAfter(0));
        conditions.forEach(condition -> keys.add(condition.path().keysAfter(0)));
        Reading reading = new Reading(conditions, null);
        syntax.parse(content, keys, reading::document);
        reading.checkConditions();
        Map<String, Integer> notSelected = Map.of();
        if (reading.selection.isSuspicious()) {
            WhereHint hint = new WhereHint(where);
            syntax.parse(content, keys, new Reading(conditions, hint)::document);
            notSelected = hint.leftOut();
        }
        return reading.listing(notSelected);
    }

    /**
     * A condition, and the objects that it selects.
     *
     * @param depth how many steps of the path lead to the objects
     * @param path these steps, and the path in an object
     */
    private record Anchored(Where.Condition condition, int depth, ListPath path) {}

    /** A condition is about the objects in the last list of objects, unless it names another list of the path. */
    private Anchored anchored(Where.Condition condition) {
        ListPath name = pathOf(condition.name());
        if (isOfDocument(condition.name())) {
            return new Anchored(condition, 0, name);
        }
        for (int depth = at.size(); depth > 0; depth--) {
            if (at.steps().get(depth - 1).items() && name.startsWith(at.first(depth)) && name.size() > depth) {
                return new Anchored(condition, depth, name);
            }
        }
        int depth = at.depthOfObjects();
        List<ListPath.Step> steps = new ArrayList<>(at.first(depth).steps());
        steps.addAll(name.steps());
        return new Anchored(condition, depth, new ListPath(steps));
    }

    /** One reading of all documents. */
    private final class Reading {
        private final List<Anchored> conditions;
        private final @Nullable WhereHint hint;
        private final Where.Selection selection = where.selection();
        private final List<Collection<String>> values;
        private final HiddenDifferences hidden = new HiddenDifferences();
        private final int[] levels;
        private final int lastLevel;
        private final Set<String> things = new LinkedHashSet<>();
        private final Map<String, String> positions = new LinkedHashMap<>();
        private final Map<String, Integer> leftOut = new LinkedHashMap<>();
        private final Map<Integer, MalformedFileException> missing = new HashMap<>();
        private final Set<Integer> found = new LinkedHashSet<>();
        private final Map<Integer, MalformedFileException> missingConditions = new HashMap<>();
        private final Set<Integer> foundConditions = new LinkedHashSet<>();

        Reading(List<Anchored> conditions, @Nullable WhereHint hint) {
            this.conditions = conditions;
            this.hint = hint;
            this.values = new ArrayList<>(Collections.nCopies(conditions.size(), List.of()));
            this.levels = conditions.stream()
                    .mapToInt(Anchored::depth)
                    .sorted()
                    .distinct()
                    .toArray();
            this.lastLevel = levels.length == 0 ? -1 : levels[levels.length - 1];
        }

        void document(TreeValue document) throws MalformedFileException {
            walk(document, 0, syntax.isListOfDocuments() || !where.isEmpty(), 1);
        }

        /**
         * Goes down the path.
         *
         * @param depth how many steps of the path lead to the value
         * @param isOneOfMany whether the value is below an item of a list, so that it may be missing
         * @param position the position of the item in its list
         */
        private void walk(TreeValue value, int depth, boolean isOneOfMany, int position) throws MalformedFileException {
            if (!selects(value, depth)) {
                return;
            }
            if (depth == at.size()) {
                end(value, isOneOfMany, position);
                return;
            }
            ListPath.Step step = at.steps().get(depth);
            if (step.items()) {
                if (!value.isList()) {
                    if (hint != null) {
                        return;
                    }
                    throw at.noList(depth, value.line(), value);
                }
                int next = 1;
                for (TreeValue item : value.items()) {
                    walk(item, depth + 1, true, next++);
                }
                return;
            }
            if (!value.isMap()) {
                if (hint != null) {
                    return;
                }
                throw at.noKeys(depth, value.line(), value);
            }
            @Nullable TreeValue below = value.get(step.key());
            if (below == null) {
                if (!missing.containsKey(depth) && hint == null) {
                    MalformedFileException fault = at.missing(depth, value.keys(), value.line());
                    if (!isOneOfMany) {
                        throw fault;
                    }
                    missing.put(depth, fault);
                }
                leaveOut();
                return;
            }
            found.add(depth);
            if (isOneOfMany && below.isNull()) {
                leaveOut();
            } else {
                walk(below, depth + 1, isOneOfMany, position);
            }
        }

        private void leaveOut() {
            List<String> keys = at.keysAfter(0);
            leftOut.merge("no " + keys.get(keys.size() - 1), 1, Integer::sum);
        }

        private void end(TreeValue value, boolean isOneOfMany, int position) throws MalformedFileException {
            if (hint != null) {
                return;
            }
            if (value.isList()) {
                if (at.endsWithItems()) {
                    throw at.noString(value.line(), position, value);
                }
                int next = 1;
                for (TreeValue item : value.items()) {
                    add(item, next++);
                }
            } else if (at.endsWithItems() || (at.steps().isEmpty() && syntax.isListOfDocuments())) {
                add(value, position);
            } else if (!isOneOfMany || at.steps().isEmpty()) {
                throw at.noList(at.size(), value.line(), value);
            } else if (!value.isString()) {
                throw at.noText(value.line(), value);
            } else if (WhiteSpace.strip(value.text()).isEmpty()) {
                leaveOut();
            } else {
                add(value, position);
            }
        }

        private void add(TreeValue item, int position) throws MalformedFileException {
            if (!item.isString()) {
                throw at.noString(item.line(), position, item);
            }
            String thing = WhiteSpace.strip(item.text());
            if (thing.isEmpty()) {
                throw at.blank(item.line(), position);
            }
            things.add(thing);
            LineNumbers.note(positions, thing, item.line());
        }

        private boolean selects(TreeValue value, int depth) throws MalformedFileException {
            if (conditions.isEmpty()) {
                return true;
            }
            boolean isLevel = false;
            boolean holds = true;
            for (int i = 0; i < conditions.size(); i++) {
                Anchored condition = conditions.get(i);
                if (condition.depth() == depth) {
                    isLevel = true;
                    Collection<String> of = new LinkedHashSet<>();
                    collect(i, value, condition.path().keysAfter(depth), of);
                    values.set(i, of);
                    holds &= selection.holds(i, of);
                }
            }
            if (isLevel && depth == lastLevel) {
                if (hint != null) {
                    hint.see(values);
                } else if (holds) {
                    selection.select();
                }
            }
            // For a hint, all objects are seen, since a condition on an outer list may have the fault.
            return holds || (hint != null && depth < lastLevel);
        }

        /** Collects the values at a path. Lists on the path are no step. */
        private void collect(int condition, TreeValue value, List<String> path, Collection<String> values)
                throws MalformedFileException {
            if (value.isList()) {
                for (TreeValue item : value.items()) {
                    collect(condition, item, path, values);
                }
            } else if (path.isEmpty()) {
                foundConditions.add(condition);
                if (!value.isMap() && !value.isNull()) {
                    String visible = WhiteSpace.visible(value.text());
                    values.add(visible);
                    note(conditions.get(condition).condition(), value, visible);
                }
            } else if (value.isMap()) {
                @Nullable TreeValue below = value.get(path.get(0));
                if (below == null && !missingConditions.containsKey(condition)) {
                    missingConditions.put(
                            condition,
                            MalformedFileException.at(
                                    value.line(),
                                    "for where, there is no key '" + path.get(0) + "'"
                                            + Fault.hint(path.get(0), value.keys()),
                                    "Correct where in the configuration, or the file."));
                } else if (below != null) {
                    collect(condition, below, path.subList(1, path.size()), values);
                }
            }
        }

        private void note(Where.Condition condition, TreeValue value, String visible) {
            String raw = visible.length() == value.text().length() ? visible : WhiteSpace.strip(value.text());
            if (condition.differsInvisibly(raw, visible)) {
                hidden.value(condition, raw, value.line());
            }
        }

        /** A key that no object has may be misspelled. */
        void checkConditions() throws MalformedFileException {
            for (int i = 0; i < conditions.size(); i++) {
                @Nullable MalformedFileException fault = missingConditions.get(i);
                if (fault != null && !foundConditions.contains(i)) {
                    boolean mayBeMissing = conditions.get(i).condition().negated()
                            && !String.valueOf(fault.getMessage()).contains("did you mean");
                    if (!mayBeMissing) {
                        throw fault;
                    }
                }
            }
        }

        Listing listing(Map<String, Integer> notSelected) throws MalformedFileException {
            for (Map.Entry<Integer, MalformedFileException> key : missing.entrySet()) {
                if (!found.contains(key.getKey())) {
                    throw key.getValue();
                }
            }
            leftOut.putAll(notSelected);
            return new Listing(things, Map.of(), Map.of(), leftOut, positions, hidden.warnings());
        }
    }
}
