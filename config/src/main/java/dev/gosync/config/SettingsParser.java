package dev.gosync.config;

import static dev.gosync.config.Values.optional;

import dev.gosync.Sources;
import dev.gosync.Sync;
import dev.gosync.adapter.FailureKind;
import dev.gosync.adapter.Matching;
import dev.gosync.adapter.Mode;
import dev.gosync.adapter.Retry;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.EnumMap;
import java.util.EnumSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Consumer;

/** Reads the settings of a file, a sync or a destination, and how calls are repeated. */
final class SettingsParser {
    static final List<String> KEYS = List.of("mode", "matching", "protect", "guards", "tolerate");
    static final List<String> MATCHINGS = List.of("exact", "ignore-case");
    static final List<String> RETRY = List.of("attempts", "first-wait", "longest-wait", "deadline");

    private SettingsParser() {}

    static SyncSettings settings(Map<String, Field> fields) {
        Map<GuardOption, String> guards = new EnumMap<>(GuardOption.class);
        List<String> require = new ArrayList<>();
        optional(fields, "guards")
                .map(field -> field.fields(Values.plus(GuardOption.keys(), GuardOption.REQUIRE)))
                .ifPresent(within -> within.forEach((key, field) -> {
                    if (key.equals(GuardOption.REQUIRE)) {
                        require.addAll(requiredThings(field));
                    }
                    GuardOption.of(key)
                            .ifPresent(option -> Values.parsed(field, text -> {
                                        option.number(text);
                                        return text;
                                    })
                                    .ifPresent(text -> guards.put(option, text)));
                }));
        return new SyncSettings(
                optional(fields, "mode").flatMap(field -> Values.chosen(field, List.of(Mode.values()))),
                optional(fields, "matching")
                        .flatMap(field -> Values.chosenText(field, MATCHINGS))
                        .map(name -> name.equals("exact") ? Matching.exact() : Matching.ignoringCase()),
                optional(fields, "protect").map(SettingsParser::protectedThings).orElse(List.of()),
                guards,
                require,
                optional(fields, "tolerate").map(SettingsParser::tolerated));
    }

    /** Core knows which entries are wrong. It is asked for each one, so that each fault has its line. */
    private static List<String> protectedThings(Field field) {
        return checked(field, text -> Sync.from(Sources.of()).protect(text));
    }

    private static List<String> requiredThings(Field field) {
        return checked(field, text -> {
            if (text.indexOf('*') >= 0) {
                throw new IllegalArgumentException("names '" + text
                        + "', but takes no pattern; list each member, or use min-remaining to require a number");
            }
        });
    }

    /** The items of a list, each checked. The check throws an exception whose message may begin with the key. */
    private static List<String> checked(Field field, Consumer<String> check) {
        List<String> texts = new ArrayList<>();
        for (Field item : field.items()) {
            item.text().ifPresent(text -> {
                try {
                    check.accept(text);
                    texts.add(text);
                } catch (IllegalArgumentException e) {
                    String problem = String.valueOf(e.getMessage());
                    String prefix = field.name() + " ";
                    item.valueFault(
                            item.redact(problem.startsWith(prefix) ? problem.substring(prefix.length()) : problem));
                }
            });
        }
        return texts;
    }

    private static Set<FailureKind> tolerated(Field field) {
        List<FailureKind> kinds = tolerable();
        Set<FailureKind> tolerated = EnumSet.noneOf(FailureKind.class);
        field.items().forEach(item -> Values.chosen(item, kinds).ifPresent(tolerated::add));
        return tolerated;
    }

    static List<FailureKind> tolerable() {
        return Arrays.stream(FailureKind.values())
                .filter(FailureKind::concernsOneThing)
                .toList();
    }

    static Retry retry(Map<String, Field> fields) {
        Retry retry = Retry.standard();
        Map<String, Field> within =
                optional(fields, "retry").map(field -> field.fields(RETRY)).orElse(Map.of());
        retry = with(retry, optional(fields, "timeout").flatMap(Values::time), Retry::callTimeout);
        retry = with(retry, optional(within, "attempts").flatMap(Values::atLeastOne), Retry::attempts);
        retry = with(retry, optional(within, "first-wait").flatMap(Values::time), Retry::firstWait);
        retry = with(retry, optional(within, "longest-wait").flatMap(Values::time), Retry::longestWait);
        return with(retry, optional(within, "deadline").flatMap(Values::time), Retry::deadline);
    }

    private interface Option<T> {
        Retry of(Retry retry, T value);
    }

    private static <T> Retry with(Retry retry, Optional<T> value, Option<T> option) {
        return value.map(present -> option.of(retry, present)).orElse(retry);
    }
}
