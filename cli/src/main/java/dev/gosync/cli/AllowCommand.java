package dev.gosync.cli;

import dev.gosync.Objection;
import dev.gosync.Plan;
import dev.gosync.Report;
import dev.gosync.adapter.InvisibleCharacters;
import dev.gosync.config.ConfiguredDestination;
import dev.gosync.config.GuardOption;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.regex.MatchResult;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * The command that applies a refused sync once: {@code go-sync apply go-sync.yml --allow max-removals=12}.
 *
 * @param request the options of the run
 * @param configuredSyncs how many syncs the configuration has
 */
record AllowCommand(RunRequest request, int configuredSyncs) {
    /** The remedy of a guard has the option as the user types it. */
    private static final Pattern IN_REMEDY = Pattern.compile("--allow ([a-z-]+)=([0-9]+(?:\\.[0-9]+)?%?)");

    private static final Pattern NEEDS_NO_QUOTES = Pattern.compile("[A-Za-z0-9_./@:%+=,-]+");

    /**
     * Makes the command for one sync.
     *
     * @return the command; empty if {@code --allow} cannot override one of the guards
     */
    Optional<String> of(SyncResult refused) {
        Map<GuardOption, String> allowed = new EnumMap<>(GuardOption.class);
        request.overrides().forEach(override -> allowed.put(override.option(), override.value()));
        Map<GuardOption, String> needed = new EnumMap<>(GuardOption.class);
        boolean isFirstRun = false;
        for (Report report : refused.reports()) {
            for (Objection objection : report.plan().map(Plan::objections).orElse(List.of())) {
                Optional<GuardOption> option = GuardOption.of(objection.option());
                if (option.filter(GuardOption::needsJournal).isPresent()
                        && objection.remedy().contains(RunCommand.FIRST_RUN)) {
                    isFirstRun = true;
                    continue;
                }
                Optional<String> value = option.flatMap(known -> value(known, objection));
                if (option.isEmpty() || value.isEmpty()) {
                    return Optional.empty();
                }
                needed.merge(option.get(), value.get(), (one, other) -> wider(option.get(), one, other));
            }
        }
        if (needed.isEmpty() && !isFirstRun) {
            return Optional.empty();
        }
        allowed.putAll(needed);
        List<String> words = new ArrayList<>(List.of("go-sync"));
        request.undo()
                .map(PlannedUndo::command)
                .orElse(List.of("apply", request.file()))
                .forEach(word -> words.add(quoted(word)));
        request.saved().words().forEach(word -> words.add(quoted(word)));
        for (String name : request.saved().plan().isPresent() ? List.<String>of() : only(refused)) {
            words.add(RunCommand.ONLY);
            words.add(quoted(name));
        }
        allowed.forEach((option, value) -> {
            words.add(GuardOverride.OPTION);
            words.add(option.isSwitch() ? option.key() : option.key() + "=" + value);
        });
        if (isFirstRun || request.firstRun()) {
            words.add(RunCommand.FIRST_RUN);
        }
        return Optional.of(String.join(" ", words));
    }

    /** {@return the command that applies the plan that was saved} It needs the same overrides. */
    String ofSaved(String plan) {
        List<String> words =
                new ArrayList<>(List.of("go-sync", "apply", quoted(request.file()), SavedPlanOptions.PLAN));
        words.add(quoted(plan));
        request.saved().words().forEach(word -> words.add(quoted(word)));
        request.overrides().forEach(override -> {
            words.add(GuardOverride.OPTION);
            words.add(override.toString());
        });
        if (request.firstRun()) {
            words.add(RunCommand.FIRST_RUN);
        }
        return String.join(" ", words);
    }

    private static Optional<String> value(GuardOption option, Objection objection) {
        if (option.isSwitch() && !option.needsJournal()) {
            return Optional.of("true");
        }
        Matcher matcher = IN_REMEDY.matcher(objection.remedy());
        return matcher.results()
                .filter(match -> match.group(1).equals(option.key()))
                .map((MatchResult match) -> match.group(2))
                .findFirst();
    }

    /** Several destinations may need different limits. The limit must be enough for all of them. */
    private static String wider(GuardOption option, String one, String other) {
        boolean isOneLarger = option.number(one) >= option.number(other);
        return isOneLarger == (option != GuardOption.MIN_REMAINING) ? one : other;
    }

    /** A guard is overridden for one sync only, and not for the others of the run. */
    private Set<String> only(SyncResult refused) {
        Set<String> names = new LinkedHashSet<>();
        if (request.only().contains(refused.setup().name())) {
            names.add(refused.setup().name());
        } else if (!request.only().isEmpty()) {
            refused.setup().destinations().stream()
                    .map(ConfiguredDestination::name)
                    .filter(request.only()::contains)
                    .forEach(names::add);
        } else if (configuredSyncs > 1) {
            names.add(refused.setup().name());
        }
        return names;
    }

    private static String quoted(String word) {
        String shown = InvisibleCharacters.shownIn(word);
        return NEEDS_NO_QUOTES.matcher(shown).matches() ? shown : "'" + shown.replace("'", "'\\''") + "'";
    }
}
