package dev.gosync.cli;

import dev.gosync.adapter.Action;
import dev.gosync.adapter.FailureKind;
import dev.gosync.adapter.InvisibleCharacters;
import dev.gosync.adapter.Matching;
import dev.gosync.config.Configuration;
import dev.gosync.config.ConfiguredDestination;
import dev.gosync.config.ConfiguredSync;
import dev.gosync.config.GuardOption;
import dev.gosync.config.PartialSync;
import java.util.ArrayList;
import java.util.Collection;
import java.util.EnumMap;
import java.util.EnumSet;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;

/** Says in sentences what a configuration means: which list goes where, how, and what is refused. */
final class Explanation {
    private static final Set<GuardOption> ABOUT_ADDITIONS =
            EnumSet.of(GuardOption.MAX_ADDITIONS, GuardOption.MAX_ADDITION_SHARE);

    private static final Set<GuardOption> ABOUT_REMOVALS = EnumSet.of(
            GuardOption.MAX_REMOVALS,
            GuardOption.MAX_REMOVAL_SHARE,
            GuardOption.MAX_TOTAL_REMOVALS,
            GuardOption.ALLOW_FULL_REPLACEMENT,
            GuardOption.ALLOW_EMPTY_DESTINATION,
            GuardOption.ALLOW_SHRINKING,
            GuardOption.MAX_REMOVALS_PER_DAY,
            GuardOption.ONLY_MANAGED,
            GuardOption.REMOVE_AFTER);

    private final boolean isMadeByForEach;
    private final ConfiguredDestination destination;
    private final Map<GuardOption, String> guards = new EnumMap<>(GuardOption.class);
    private final List<GuardOption> off = new ArrayList<>();

    private Explanation(boolean isMadeByForEach, ConfiguredDestination destination) {
        this.isMadeByForEach = isMadeByForEach;
        this.destination = destination;
        guards.putAll(destination.guards());
    }

    /** {@return the lines for people, in which names are {@linkplain WholeText marked}} */
    static List<String> of(Configuration configuration) {
        List<String> lines = new ArrayList<>();
        Set<String> common = common(configuration.partialSyncs());
        for (PartialSync sync : configuration.partialSyncs()) {
            lines.add("");
            lines.add(sync.source()
                    .map(source -> "The sync " + shown(sync.name()) + " reads " + shown(source.name()) + ".")
                    .orElseGet(() -> "What the sync " + shown(sync.name())
                            + " reads is not explained, because a variable that it needs is not set."));
            Map<List<String>, List<String>> placesBySentences = new LinkedHashMap<>();
            for (ConfiguredDestination destination : sync.destinations()) {
                List<String> sentences = new Explanation(sync.isMadeByForEach(), destination).sentences();
                sentences.removeAll(common);
                placesBySentences
                        .computeIfAbsent(sentences, absent -> new ArrayList<>())
                        .add(place(destination));
            }
            placesBySentences.forEach((sentences, places) -> addPlaces(places, sentences, lines));
            int left = sync.configuredDestinations() - sync.destinations().size();
            if (left > 0) {
                lines.add("  " + left + (left == 1 ? " destination is" : " destinations are")
                        + " not explained, because a variable that " + (left == 1 ? "it needs" : "they need")
                        + " is not set.");
            }
        }
        if (!common.isEmpty()) {
            lines.add("");
            lines.add("For each of these places:");
            common.forEach(sentence -> lines.add("  - " + sentence));
        }
        return lines;
    }

    private static void addPlaces(List<String> places, List<String> sentences, List<String> lines) {
        String colon = sentences.isEmpty() ? "" : ":";
        if (places.size() == 1) {
            lines.add("  It syncs to " + places.get(0) + colon);
        } else {
            lines.add("  It syncs to these places" + (sentences.isEmpty() ? "" : " in the same way") + ":");
            places.forEach(place -> lines.add("      " + place));
        }
        sentences.forEach(sentence -> lines.add("    - " + sentence));
    }

    /** What is said of each destination; empty if that is all that is said. */
    private static Set<String> common(List<PartialSync> syncs) {
        List<List<String>> all = syncs.stream()
                .flatMap(sync -> sync.destinations().stream()
                        .map(destination -> new Explanation(sync.isMadeByForEach(), destination).sentences()))
                .distinct()
                .toList();
        Set<String> common = new LinkedHashSet<>();
        if (all.size() > 1) {
            common.addAll(all.get(0));
            all.forEach(common::retainAll);
        }
        return common;
    }

    private static String place(ConfiguredDestination destination) {
        String place = shown(destination.place().name());
        String name = shown(destination.name());
        return place + (name.equals(place) ? "" : ", named " + name);
    }

    /** {@return the sentences about one destination} */
    static List<String> of(ConfiguredSync sync, ConfiguredDestination destination) {
        return new Explanation(sync.isMadeByForEach(), destination)
                .sentences().stream().map(WholeText::plain).toList();
    }

    private List<String> sentences() {
        List<String> sentences = new ArrayList<>();
        sentences.add(mode());
        sentences.add(
                destination.matching().equals(Matching.exact())
                        ? "Two spellings are one member only if every character is the same."
                        : "Two spellings are one member if they differ only in upper and lower case.");
        if (removes() && !destination.protectedThings().isEmpty()) {
            sentences.add("It never removes " + listed(destination.protectedThings(), "or") + ".");
        }
        sentences.add(tolerated());
        for (GuardOption option : GuardOption.values()) {
            if (isAboutThisMode(option)) {
                explain(option, sentences);
            }
        }
        if (!destination.requiredThings().isEmpty()) {
            sentences.add("It is refused if the destination would be without "
                    + listed(destination.requiredThings(), "or") + ".");
        }
        if (!off.isEmpty()) {
            sentences.add("These guards are off: "
                    + off.stream().map(GuardOption::key).collect(Collectors.joining(", ")) + ".");
        }
        return sentences;
    }

    private boolean adds() {
        return destination.mode().actions().contains(Action.ADD);
    }

    private boolean removes() {
        return destination.mode().actions().contains(Action.REMOVE);
    }

    private boolean isAboutThisMode(GuardOption option) {
        return (adds() || !ABOUT_ADDITIONS.contains(option)) && (removes() || !ABOUT_REMOVALS.contains(option));
    }

    private String mode() {
        return switch (destination.mode()) {
            case ADD_REMOVE ->
                "It adds the members that are missing, then it removes those that the source does not have.";
            case REMOVE_ADD ->
                "It removes the members that the source does not have, then it adds those that are missing.";
            case ADD_ONLY -> "It adds the members that are missing. It removes no member.";
            case REMOVE_ONLY -> "It removes the members that the source does not have. It adds no member.";
        };
    }

    private String tolerated() {
        Set<FailureKind> kinds = destination.tolerated();
        return kinds.isEmpty()
                ? "A member that cannot be added or removed is a failure."
                : "A member that cannot be added or removed is skipped if the reason is "
                        + listed(kinds.stream().sorted().map(TextFormat::kebab).toList(), "or")
                        + ". Other reasons are failures.";
    }

    private void explain(GuardOption option, List<String> sentences) {
        String value = guards.getOrDefault(option, "");
        if (isOff(option, value)) {
            // Each of these two replaces the default limit on removals.
            boolean isReplaced =
                    option == GuardOption.MAX_REMOVALS && guards.containsKey(GuardOption.MAX_REMOVAL_SHARE);
            if (option == GuardOption.MAX_REMOVALS && !isReplaced) {
                sentences.add("It is refused if it would remove more than 10 members that are also more than 20% of all"
                        + " members (max-removals).");
            } else {
                off.add(option);
            }
            return;
        }
        sentences.add(sentence(option, value) + " (" + option.key() + ").");
    }

    /** Whether a guard judges nothing. {@code true} switches off the guards that are on by default. */
    private static boolean isOff(GuardOption option, String value) {
        return switch (option) {
            case ALLOW_EMPTY_SOURCE, ALLOW_FULL_REPLACEMENT, ALLOW_EMPTY_DESTINATION, ALLOW_SHRINKING ->
                value.equals("true");
            default -> value.isEmpty() || value.equals("false");
        };
    }

    private String sentence(GuardOption option, String value) {
        return switch (option) {
            case MAX_ADDITIONS -> "It is refused if it would add more than " + members(value);
            case MAX_ADDITION_SHARE ->
                "It is refused if it would add more than " + share(option, value) + " of the larger side";
            case MAX_REMOVALS -> "It is refused if it would remove more than " + members(value);
            case MAX_REMOVAL_SHARE ->
                "It is refused if it would remove more than " + share(option, value) + " of all members";
            case MAX_CHANGES -> "It is refused if it would add and remove more than " + members(value) + " together";
            case MAX_CHANGE_SHARE ->
                "It is refused if it would add and remove more than " + share(option, value) + " of the larger side";
            case MIN_REMAINING -> "It is refused if fewer than " + members(value) + " would be left";
            case MAX_TOTAL_REMOVALS ->
                "It is refused if it would remove more than " + members(value) + " from all destinations of "
                        + (isMadeByForEach ? "all syncs of this for-each" : "this sync") + " together";
            case ALLOW_EMPTY_SOURCE ->
                "It is refused if the source or a part of it is empty, unless may-be-empty: true allows it";
            case ALLOW_FULL_REPLACEMENT ->
                "It is refused if 5 or more members are there and none of them is in the source";
            case ALLOW_EMPTY_DESTINATION -> "It is refused if no member would be left";
            case ALLOW_SHRINKING ->
                "It is refused if some members cannot be added and fewer than half of today's number would be left, or if"
                        + " 3 or more members seem to have moved to another domain";
            case MAX_SOURCE_SHRINK ->
                "It is refused if the source has lost more than " + share(option, value) + " since the last run";
            case MAX_REMOVALS_PER_DAY ->
                "It is refused if more than " + members(value) + " would be removed in 24 hours, earlier runs included";
            case ONLY_MANAGED -> "It removes only members that a run of Go Sync has added";
            case REMOVE_AFTER ->
                "It removes a member only after it was missing from the source "
                        + (value.endsWith("runs") ? "in " + value + " in a row" : "for " + value);
        };
    }

    private static String members(String count) {
        return TextFormat.count((int) Double.parseDouble(count), "member", "members");
    }

    private static String share(GuardOption option, String value) {
        String percent = String.format(Locale.ROOT, "%.2f", option.number(value) * 100);
        return percent.replaceFirst("[.]?0*$", "").replaceFirst("^$", "0") + "%";
    }

    private static String listed(Collection<String> things, String last) {
        List<String> shown = things.stream().map(Explanation::shown).toList();
        int end = shown.size() - 1;
        return end == 0 ? shown.get(0) : String.join(", ", shown.subList(0, end)) + " " + last + " " + shown.get(end);
    }

    private static String shown(String text) {
        return WholeText.of(InvisibleCharacters.shownIn(text));
    }
}
