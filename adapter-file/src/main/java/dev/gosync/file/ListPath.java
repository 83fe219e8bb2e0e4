package dev.gosync.file;

import dev.gosync.adapter.ConfigException.Fault;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Optional;

/**
 * The path to the things in a YAML or JSON file: keys with dots between them, and {@code []} for every item of a list:
 * {@code groups[].members}. A dot or a bracket that is part of a key has a backslash before it: {@code \.}.
 *
 * @param steps from the outermost to the innermost; empty for the top of a document
 */
record ListPath(List<Step> steps) {
    static final ListPath TOP = new ListPath(List.of());

    private static final String WRONG_PATH = "Correct at in the configuration, or the file.";

    /**
     * One step down.
     *
     * @param key the key of a map; ignored if this step goes to the items of a list
     * @param items whether this step goes to every item of a list
     */
    record Step(String key, boolean items) {
        static final Step ITEMS = new Step("", true);
    }

    ListPath {
        steps = List.copyOf(steps);
    }

    static ListPath of(String at) {
        fault(at).ifPresent(problem -> {
            throw new IllegalArgumentException("at " + problem);
        });
        return new ListPath(split(at));
    }

    /** {@return what is wrong with a path; empty if it is valid} */
    static Optional<String> fault(String at) {
        if (at.replace("\\[", "").replace("[]", "").indexOf('[') >= 0) {
            return Optional.of("has a '[' without ']' in '" + at + "'; [] means every item of a list, like members[]");
        }
        return split(at).stream().anyMatch(step -> !step.items() && step.key().isBlank())
                ? Optional.of("has an empty key in '" + at + "'; write it like teams.platform.members")
                : Optional.empty();
    }

    private static List<Step> split(String at) {
        List<Step> steps = new ArrayList<>();
        StringBuilder key = new StringBuilder();
        boolean afterItems = false;
        for (int i = 0; i < at.length(); i++) {
            char c = at.charAt(i);
            if (c == '\\' && i + 1 < at.length() && (at.charAt(i + 1) == '.' || at.charAt(i + 1) == '[')) {
                key.append(at.charAt(++i));
                afterItems = false;
            } else if (at.startsWith("[]", i)) {
                if (!key.isEmpty() || (i > 0 && !afterItems)) {
                    steps.add(new Step(key.toString(), false));
                    key.setLength(0);
                }
                steps.add(Step.ITEMS);
                afterItems = true;
                i++;
            } else if (c == '.') {
                if (!afterItems) {
                    steps.add(new Step(key.toString(), false));
                    key.setLength(0);
                }
                afterItems = false;
                if (i + 1 == at.length()) {
                    steps.add(new Step("", false));
                    return steps;
                }
            } else {
                if (afterItems) { // members[]x
                    steps.add(new Step("", false));
                    afterItems = false;
                }
                key.append(c);
            }
        }
        if (!afterItems) {
            steps.add(new Step(key.toString(), false));
        }
        return steps;
    }

    int size() {
        return steps.size();
    }

    /** {@return whether the last step goes to the items of a list} */
    boolean endsWithItems() {
        return !steps.isEmpty() && steps.get(steps.size() - 1).items();
    }

    boolean startsWith(ListPath prefix) {
        return size() >= prefix.size() && steps.subList(0, prefix.size()).equals(prefix.steps);
    }

    /** {@return the first steps} */
    ListPath first(int count) {
        return new ListPath(steps.subList(0, count));
    }

    /** {@return the keys after the first steps; steps to the items of lists are left out} */
    List<String> keysAfter(int count) {
        return steps.subList(count, size()).stream()
                .filter(step -> !step.items())
                .map(Step::key)
                .toList();
    }

    /** {@return how many steps lead to the objects in the last list of objects, or to the document} */
    int depthOfObjects() {
        for (int depth = size() - 1; depth > 0; depth--) {
            if (!steps.get(depth).items() && steps.get(depth - 1).items()) {
                return depth;
            }
        }
        return 0;
    }

    String part() {
        return steps.isEmpty() ? "" : "at " + this;
    }

    MalformedFileException missing(int depth, Collection<String> known, int line) {
        String key = steps.get(depth).key();
        String where = depth == 0 ? "at the top" : "under " + first(depth);
        return MalformedFileException.at(
                line, where + ", there is no key '" + key + "'" + Fault.hint(key, known), WRONG_PATH);
    }

    MalformedFileException noKeys(int depth, int line, TreeValue found) {
        String remedy = found.isList()
                ? "For every item of the list, write " + first(depth) + "[]" + rest(depth) + " in the configuration."
                : WRONG_PATH;
        return MalformedFileException.at(
                line,
                (depth == 0 ? "the top" : first(depth)) + " is " + found.described() + ", so it has no key '"
                        + steps.get(depth).key() + "'",
                remedy);
    }

    private String rest(int depth) {
        String rest = new ListPath(steps.subList(depth, size())).toString();
        return rest.startsWith("[]") ? rest : "." + rest;
    }

    /** The value after some steps is something other than a list. */
    MalformedFileException noList(int depth, int line, TreeValue found) {
        boolean oneString = found.isString() && depth > 0;
        String remedy = depth == 0 && steps.isEmpty()
                ? "Set at to the path of the list."
                : oneString ? "Write it as a list, or select its object with where." : WRONG_PATH;
        return MalformedFileException.at(
                line, (depth == 0 ? "the top" : first(depth)) + " is " + found.described() + ", not a list", remedy);
    }

    /** The value at the end of this path is no string, and in no list of strings. */
    MalformedFileException noText(int line, TreeValue found) {
        return MalformedFileException.at(
                line, this + " is " + found.described() + ", not a string or a list of strings", noStringRemedy(found));
    }

    MalformedFileException noString(int line, int position, TreeValue found) {
        return MalformedFileException.at(
                line,
                "item " + position + ofList() + " is " + found.described() + ", not a string",
                noStringRemedy(found));
    }

    private String noStringRemedy(TreeValue found) {
        if (!found.isMap()) {
            return "Put it in quotes if it is a string.";
        }
        String keys = found.keys().isEmpty()
                ? ""
                : ", with one of the keys "
                        + String.join(", ", found.keys().stream().sorted().toList());
        return "For a key of the objects, write " + list() + "[].KEY" + keys + ".";
    }

    MalformedFileException blank(int line, int position) {
        return MalformedFileException.at(line, "item " + position + ofList() + " is empty");
    }

    private String ofList() {
        return list().steps.isEmpty() ? "" : " of " + list();
    }

    private ListPath list() {
        return endsWithItems() ? first(size() - 1) : this;
    }

    @Override
    public String toString() {
        StringBuilder path = new StringBuilder();
        for (Step step : steps) {
            if (step.items()) {
                path.append("[]");
            } else {
                path.append(path.isEmpty() ? "" : ".")
                        .append(step.key().replace(".", "\\.").replace("[", "\\["));
            }
        }
        return path.toString();
    }
}
