package com.example.program;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.gosync.Guard;
import dev.gosync.Objection;
import dev.gosync.Plan;
import dev.gosync.config.Configuration;
import dev.gosync.config.ConfigurationException;
import dev.gosync.config.ConfigurationReader;
import dev.gosync.config.ConfiguredDestination;
import dev.gosync.config.ConfiguredSync;
import dev.gosync.config.Fault;
import dev.gosync.config.GuardOption;
import dev.gosync.config.MemoryGuards;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.OptionalInt;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** The guards that need a journal, as a program sees them that has one, or none. */
final class MemoryGuardsTest {
    private static final MemoryGuards NONE =
            new MemoryGuards(OptionalDouble.empty(), OptionalInt.empty(), false, OptionalInt.empty(), Optional.empty());

    @TempDir
    private Path folder;

    private final ConfigurationReader reader = ConfigurationReader.standard().variables(Map.of());

    @BeforeEach
    void places() throws IOException {
        Files.writeString(folder.resolve("people.txt"), "ann@example.com\n");
        Files.writeString(folder.resolve("team.txt"), "ann@example.com\nbob@example.com\n");
    }

    private Configuration read(String file, String sync, String destination) throws IOException {
        Path yaml = Files.writeString(folder.resolve("go-sync.yml"), """
                guards: { %s }
                syncs:
                  - name: team
                    guards: { %s }
                    source: { file: { path: people.txt } }
                    destinations: [{ file: { path: team.txt }, guards: { %s } }]
                """.formatted(file, sync, destination));
        return reader.read(yaml);
    }

    private MemoryGuards guards(String file, String sync, String destination) throws IOException {
        try (Configuration configuration = read(file, sync, destination)) {
            return destination(configuration).memoryGuards();
        }
    }

    private static ConfiguredDestination destination(Configuration configuration) {
        return configuration.syncs().get(0).destinations().get(0);
    }

    private List<String> faults(String guards) {
        List<String> faults = new ArrayList<>();
        assertThatThrownBy(() -> read(guards, "", ""))
                .isInstanceOfSatisfying(
                        ConfigurationException.class,
                        e -> e.faults().stream().map(Fault::toString).forEach(faults::add));
        return faults;
    }

    @Test
    void none_is_on_by_default() throws IOException {
        assertThat(guards("", "", "")).isEqualTo(NONE);
        assertThat(guards("max-removals: 3", "", "").names()).isEmpty();
    }

    @Test
    void each_level_can_configure_them() throws IOException {
        MemoryGuards guards = guards(
                "max-source-shrink: 30%, remove-after: 3 runs", "max-removals-per-day: 20", "only-managed: true");

        assertThat(guards)
                .isEqualTo(new MemoryGuards(
                        OptionalDouble.of(0.3), OptionalInt.of(20), true, OptionalInt.of(3), Optional.empty()));
        assertThat(guards.names())
                .containsExactly("max-source-shrink", "max-removals-per-day", "only-managed", "remove-after");
    }

    @Test
    void the_innermost_value_wins() throws IOException {
        assertThat(guards("remove-after: 3 runs", "remove-after: 7d", "remove-after: 12h"))
                .isEqualTo(new MemoryGuards(
                        OptionalDouble.empty(),
                        OptionalInt.empty(),
                        false,
                        OptionalInt.empty(),
                        Optional.of(Duration.ofHours(12))));
    }

    @Test
    void false_switches_each_of_them_off() throws Exception {
        String all = "max-source-shrink: 0.3, max-removals-per-day: 0, only-managed: true, remove-after: 7d";
        String off = "max-source-shrink: false, max-removals-per-day: false, only-managed: false, remove-after: false";

        assertThat(guards(all, "", off)).isEqualTo(NONE);
        assertThat(guards(off, all, "").names()).hasSize(4);
        try (Configuration configuration = read(all, "", off)) {
            assertThat(configuration.syncs().get(0).group().plan().isRefused()).isFalse();
        }
    }

    @ParameterizedTest
    @CsvSource({"7d, 604800", "12h, 43200", "1h, 3600", "99999d, 8639913600"})
    void a_time_has_days_or_hours(String text, long seconds) throws IOException {
        assertThat(guards("remove-after: " + text, "", "").removeAfterTime()).contains(Duration.ofSeconds(seconds));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "1 runs", "1 run", "0 runs", "3", "3runs", "3  runs", "0d", "0h", "7m", "-7d", "7 d", "1.5d", "\u0667d",
                "100000d", "runs", "true", "''"
            })
    void a_wrong_wait_is_a_fault(String wrong) {
        assertThat(faults("remove-after: " + wrong))
                .singleElement()
                .asString()
                .endsWith(":1:25: remove-after: "
                        + (wrong.equals("''")
                                ? "is empty"
                                : "must be at least 2 runs, or a time of whole hours or days, for example 3 runs, 12h"
                                        + " or 7d, or false"));
    }

    @Test
    void every_wrong_value_is_named_with_what_is_expected() {
        assertThat(faults(
                        "max-source-shrink: 130%, max-removals-per-day: many, only-managed: sometimes, only-manage: 1"))
                .extracting(fault -> fault.replaceFirst("^.*go-sync.yml:", ""))
                .containsExactly(
                        "1:30: max-source-shrink: must be a share from 0% to 100%, for example 20% or 0.2, or false",
                        "1:58: max-removals-per-day: must be a whole number, 0 or more, or false",
                        "1:78: only-managed: must be true or false",
                        "1:89: only-manage: unknown key; did you mean 'only-managed'?");
    }

    @ParameterizedTest
    @CsvSource({
        "max-source-shrink, 30%",
        "max-removals-per-day, 100",
        "only-managed, true",
        "remove-after, 3 runs",
        "remove-after, 7d"
    })
    void without_a_journal_the_guard_refuses_every_plan(String guard, String value) throws Exception {
        Files.writeString(folder.resolve("team.txt"), "ann@example.com\n");

        try (Configuration configuration = read(guard + ": " + value, "", "")) {
            Plan plan = configuration.syncs().get(0).group().plan().plans().get(0);

            assertThat(plan.isEmpty()).isTrue();
            assertThat(plan.objections())
                    .containsExactly(new Objection(
                            guard,
                            "it is not known what earlier runs did",
                            "a journal of earlier runs",
                            "Use a program that keeps a journal, such as go-sync apply, or take " + guard
                                    + " out of the configuration."));
        }
    }

    @Test
    void a_program_with_a_journal_replaces_the_guard() throws Exception {
        try (Configuration configuration = read("only-managed: true", "", "")) {
            ConfiguredSync sync = configuration.syncs().get(0);
            List<String> asked = new ArrayList<>();

            Plan plan = sync.group((destination, configured) -> {
                        asked.add(destination.name());
                        assertThat(destination.memoryGuards().onlyManaged()).isTrue();
                        return configured.guard(Guard.of("only-managed", planned -> List.of()));
                    })
                    .plan()
                    .plans()
                    .get(0);

            assertThat(asked).containsExactly(sync.destinations().get(0).name());
            assertThat(plan.objections()).isEmpty();
            assertThat(plan.removals()).containsExactly("bob@example.com");
        }
    }

    @Test
    void what_a_program_adds_comes_after_the_settings_of_the_destination() throws Exception {
        try (Configuration configuration = read("max-removals: 0", "", "")) {
            ConfiguredSync sync = configuration.syncs().get(0);
            Guard later = dev.gosync.Guards.maxRemovals(5);

            assertThat(sync.group(base -> base.guard(later)).plan().isRefused()).isTrue();
            assertThat(sync.group((destination, base) -> base.guard(later))
                            .plan()
                            .isRefused())
                    .isFalse();
        }
    }

    @Test
    void the_options_that_need_a_journal_can_be_told_apart() {
        assertThat(Arrays.stream(GuardOption.values()).filter(GuardOption::needsJournal))
                .extracting(GuardOption::key)
                .containsExactly("max-source-shrink", "max-removals-per-day", "only-managed", "remove-after");
        assertThat(GuardOption.values())
                .allSatisfy(option -> assertThat(option.guard(option.example())).isPresent());
        assertThat(GuardOption.REMOVE_AFTER.number("7d")).isEqualTo(604800);
        assertThat(GuardOption.REMOVE_AFTER.number("3 runs")).isEqualTo(3);
        assertThat(GuardOption.REMOVE_AFTER.guard("false")).isEmpty();
    }
}
