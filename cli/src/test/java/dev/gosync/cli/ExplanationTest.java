package dev.gosync.cli;

import static org.assertj.core.api.Assertions.assertThat;

import dev.gosync.cli.Fixture.Run;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

final class ExplanationTest {
    private static final List<String> EVERYTHING = List.of(
            "protect: [root@example.com, '*@partner.example', svc-*]",
            "guards: { max-additions: 50, max-removal-share: 12.5%, require: [boss@example.com], max-source-shrink: 0.3 }",
            "syncs:",
            "  - name: team",
            "    mode: remove-add",
            "    guards: { max-total-removals: 30, allow-shrinking: true, max-removals-per-day: 20, only-managed: true }",
            "    source:",
            "      union: [{ group: { id: people } }, { export: { id: more } }]",
            "    destinations:",
            "      - name: small",
            "        group: { id: team }",
            "        guards: { max-removals: 1, min-remaining: 3, max-changes: 7, max-change-share: 150%, remove-after: 3 runs }",
            "        tolerate: [unknown-thing, refused-thing]",
            "      - group: { id: archive }",
            "        mode: add-only",
            "        matching: exact",
            "        guards: { allow-empty-source: true, max-source-shrink: false, max-addition-share: 20% }",
            "  - name: leavers",
            "    mode: remove-only",
            "    guards: { remove-after: 7d, allow-full-replacement: true, allow-empty-destination: true }",
            "    source: { group: { id: people } }",
            "    destinations: [{ group: { id: hall } }]");

    @TempDir
    private Path folder;

    private Fixture cli;

    @BeforeEach
    void set_up() {
        cli = new Fixture(folder);
    }

    @Test
    void a_configuration_with_everything_is_told_in_sentences() {
        Run run =
                cli.file("go-sync.yml", EVERYTHING.toArray(String[]::new)).run("validate", "go-sync.yml", "--explain");

        assertThat(run.exitCode()).as(run.err()).isZero();
        assertThat(run.out().lines())
                .containsExactly(
                        "go-sync.yml: valid (2 syncs, 3 destinations)",
                        "",
                        "The sync team reads union of (group people, export of group more).",
                        "  It syncs to group team, named small:",
                        "    - It removes the members that the source does not have, then it adds those that are missing.",
                        "    - Two spellings are one member if they differ only in upper and lower case.",
                        "    - It never removes root@example.com, *@partner.example or svc-*.",
                        "    - A member that cannot be added or removed is skipped if the reason is unknown-thing or"
                                + " refused-thing. Other reasons are failures.",
                        "    - It is refused if it would add more than 50 members (max-additions).",
                        "    - It is refused if it would remove more than 1 member (max-removals).",
                        "    - It is refused if it would remove more than 12.5% of all members (max-removal-share).",
                        "    - It is refused if it would add and remove more than 7 members together (max-changes).",
                        "    - It is refused if it would add and remove more than 150% of the larger side"
                                + " (max-change-share).",
                        "    - It is refused if fewer than 3 members would be left (min-remaining).",
                        "    - It is refused if it would remove more than 30 members from all destinations of this sync"
                                + " together (max-total-removals).",
                        "    - It is refused if the source or a part of it is empty, unless may-be-empty: true allows it"
                                + " (allow-empty-source).",
                        "    - It is refused if 5 or more members are there and none of them is in the source"
                                + " (allow-full-replacement).",
                        "    - It is refused if no member would be left (allow-empty-destination).",
                        "    - It is refused if the source has lost more than 30% since the last run (max-source-shrink).",
                        "    - It is refused if more than 20 members would be removed in 24 hours, earlier runs included"
                                + " (max-removals-per-day).",
                        "    - It removes only members that a run of Go Sync has added (only-managed).",
                        "    - It removes a member only after it was missing from the source in 3 runs in a row"
                                + " (remove-after).",
                        "    - These guards are off: max-addition-share, allow-shrinking.",
                        "  It syncs to group archive:",
                        "    - It adds the members that are missing. It removes no member.",
                        "    - Two spellings are one member only if every character is the same.",
                        "    - A member that cannot be added or removed is a failure.",
                        "    - It is refused if it would add more than 50 members (max-additions).",
                        "    - It is refused if it would add more than 20% of the larger side (max-addition-share).",
                        "    - These guards are off: max-changes, max-change-share, min-remaining, allow-empty-source,"
                                + " max-source-shrink.",
                        "",
                        "The sync leavers reads group people.",
                        "  It syncs to group hall:",
                        "    - It removes the members that the source does not have. It adds no member.",
                        "    - Two spellings are one member if they differ only in upper and lower case.",
                        "    - It never removes root@example.com, *@partner.example or svc-*.",
                        "    - A member that cannot be added or removed is a failure.",
                        "    - It is refused if it would remove more than 12.5% of all members (max-removal-share).",
                        "    - It is refused if the source or a part of it is empty, unless may-be-empty: true allows it"
                                + " (allow-empty-source).",
                        "    - It is refused if some members cannot be added and fewer than half of today's number would be"
                                + " left, or if 3 or more members seem to have moved to another domain"
                                + " (allow-shrinking).",
                        "    - It is refused if the source has lost more than 30% since the last run (max-source-shrink).",
                        "    - It removes a member only after it was missing from the source for 7d (remove-after).",
                        "    - These guards are off: max-removals, max-changes, max-change-share, min-remaining,"
                                + " max-total-removals, allow-full-replacement, allow-empty-destination,"
                                + " max-removals-per-day, only-managed.",
                        "",
                        "For each of these places:",
                        "  - It is refused if the destination would be without boss@example.com.");
        assertThat(FakeGroup.of("people").reads()).isZero();
    }

    private static String[] plain(String guards) {
        return new String[] {
            "syncs:",
            "  - name: team",
            "    guards: " + guards,
            "    source: { group: { id: people } }",
            "    destinations: [{ group: { id: team } }]"
        };
    }

    private int removing(int removals, int of) {
        String[] members = IntStream.range(0, of).mapToObj(i -> "m" + i).toArray(String[]::new);
        FakeGroup.of("team", members);
        FakeGroup.of("people", List.of(members).subList(removals, of).toArray(String[]::new));
        return cli.run("plan", "go-sync.yml", "-q").exitCode();
    }

    @Test
    void the_default_limit_on_removals_is_the_one_that_is_told() {
        Run run = cli.file("go-sync.yml", plain("{}")).run("validate", "go-sync.yml", "--explain");

        assertThat(run.out())
                .contains(
                        "It is refused if it would remove more than 10 members that are also more than 20% of all members"
                                + " (max-removals).");
        assertThat(removing(10, 20)).isZero();
        assertThat(removing(11, 55)).isZero();
        assertThat(removing(11, 54)).isEqualTo(3);
    }

    @Test
    void one_limit_on_removals_replaces_the_default() {
        Run run = cli.file("go-sync.yml", plain("{ max-removal-share: 50% }"))
                .run("validate", "go-sync.yml", "--explain");

        assertThat(run.out())
                .contains("more than 50% of all members", "off: max-additions")
                .doesNotContain("10 members");
        assertThat(removing(12, 24)).isZero();
        assertThat(removing(13, 24)).isEqualTo(3);
    }

    @Test
    void the_sentences_are_part_of_the_json() {
        Run run = cli.file("go-sync.yml", plain("{}")).run("validate", "go-sync.yml", "--explain", "--format", "json");

        assertThat(run.json().toString())
                .contains(
                        "explanation=[It adds the members that are missing, then it removes those that the source does not"
                                + " have.");
    }

    @Test
    void destinations_that_are_synced_in_the_same_way_share_their_sentences() {
        Run run = cli.file(
                        "go-sync.yml",
                        "syncs:",
                        "  - name: team",
                        "    source: { group: { id: people } }",
                        "    destinations:",
                        "      - group: { id: one }",
                        "      - name: careful",
                        "        mode: add-only",
                        "        group: { id: two }",
                        "      - name: last",
                        "        group: { id: three }")
                .run("validate", "go-sync.yml", "--explain");

        assertThat(run.out())
                .contains("""
                          It syncs to these places in the same way:
                              group one
                              group three, named last
                            - It adds the members""".indent(2).stripTrailing())
                .contains("  It syncs to group two, named careful:\n");
        assertThat(run.out().split("These guards are off", -1)).hasSize(3);
    }
}
