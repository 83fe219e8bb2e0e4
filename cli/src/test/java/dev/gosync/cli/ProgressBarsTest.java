package dev.gosync.cli;

import static org.assertj.core.api.Assertions.assertThat;

import dev.gosync.Plan;
import dev.gosync.Sources;
import dev.gosync.Sync;
import dev.gosync.SyncListener;
import dev.gosync.adapter.AdapterException;
import dev.gosync.adapter.Failure;
import dev.gosync.adapter.FailureKind;
import dev.gosync.adapter.Listing;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.Set;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.stream.IntStream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** The bars on a terminal. A test draws them itself, by {@link ProgressBars#tick}. */
final class ProgressBarsTest {
    private static final Failure TOO_MANY = AdapterException.of(FailureKind.RATE_LIMITED, "group a", "list", "HTTP 429")
            .build()
            .failure();

    private final StringWriter err = new StringWriter();
    private OptionalInt columns = OptionalInt.of(100);
    private int questions;
    private ProgramContext context;
    private ProgressBars bars;
    private RunProgress progress;

    @BeforeEach
    void set_up() {
        FakeGroup.clearAll();
        Terminal terminal = new Terminal() {
            @Override
            public boolean isInteractive() {
                return true;
            }

            @Override
            public Optional<String> readLine() {
                return Optional.empty();
            }

            @Override
            public OptionalInt progressColumns() {
                questions++;
                return columns;
            }
        };
        context = new ProgramContext(
                Path.of(""),
                Map.of(),
                new PrintWriter(new StringWriter()),
                new PrintWriter(err),
                Clock.fixed(Instant.parse("2026-03-01T09:00:00Z"), ZoneOffset.UTC),
                terminal,
                time -> {});
        bars = new ProgressBars(context, Duration.ZERO);
        progress = new RunProgress(context, true, bars);
    }

    private void called(String place, int times) {
        for (int i = 0; i < times; i++) {
            progress.callBegan(place, "list", 1);
            progress.callEnded(place, "list", Optional.empty());
        }
    }

    /** What a user sees after everything that was printed. */
    private List<String> screen() {
        List<StringBuilder> lines = new ArrayList<>(List.of(new StringBuilder()));
        int row = 0;
        int column = 0;
        String text = err.toString();
        for (int i = 0; i < text.length(); i++) {
            char c = text.charAt(i);
            if (c == '\u001b') {
                int end = i + 2;
                while (Character.isDigit(text.charAt(end)) || text.charAt(end) == '?') {
                    end++;
                }
                if (text.substring(i + 2, end).equals("?7")) {
                    i = end; // whether long lines wrap
                    continue;
                }
                if (text.charAt(end) == 'A') {
                    row -= Integer.parseInt(text.substring(i + 2, end));
                } else {
                    assertThat(text.charAt(end)).isEqualTo('J');
                    lines.get(row).setLength(column);
                    lines.subList(row + 1, lines.size()).clear();
                }
                i = end;
            } else if (c == '\n') {
                row++;
                column = 0;
                if (row == lines.size()) {
                    lines.add(new StringBuilder());
                }
            } else if (c == '\r') {
                column = 0;
            } else {
                lines.get(row).insert(column, c);
                column++;
            }
        }
        return lines.stream().map(StringBuilder::toString).toList();
    }

    /** The rows without those of the readings that have ended before. */
    private List<String> writing() {
        return screen().stream().filter(line -> !line.endsWith(" done")).toList();
    }

    @Test
    void a_reading_has_a_count_and_no_total() {
        progress.start();
        progress.reading("group a");
        called("group a", 3);
        bars.tick();

        assertThat(screen())
                .singleElement()
                .asString()
                .hasSize(97)
                .startsWith("reading group a ")
                .contains("] 3 requests (0:00:00) ")
                .doesNotContain("%", "3/");
    }

    @Test
    void a_rate_that_is_not_known_is_not_shown() {
        progress.start();
        progress.reading("group a");
        called("group a", 3);
        bars.tick();

        assertThat(screen()).singleElement().asString().doesNotContain("?", "requests/s");
    }

    @Test
    void a_writing_has_a_bar_with_its_share_and_the_time_that_is_left() {
        List<String> shares = new ArrayList<>();
        FakeGroup.of("team", "x").onWrite(() -> {
            bars.tick();
            shares.addAll(writing());
        });
        progress.start();
        Sync sync = Sync.from(Sources.of("a", "b", "c", "d", "x")).listener(progress);
        sync.syncWith(FakeGroup.of("team"));

        assertThat(shares).hasSize(4).allMatch(line -> line.startsWith("writing to group team "));
        assertThat(shares.get(0)).contains(" 0% [", "] 0/4 (0:00:00 / ? left) ");
        assertThat(shares.get(2)).contains(" 50% [", "] 2/4 (0:00:00 / 0:00:00 left) ");
        assertThat(shares.get(3)).contains(" 75% [", "=", "] 3/4 ");
    }

    @Test
    void each_place_has_its_bar_until_it_is_over_and_then_says_how_it_ended() {
        progress.start();
        progress.reading("group a");
        progress.reading("group b");
        bars.tick();
        List<String> both = screen();
        progress.read("group a", Listing.of(List.of()));
        bars.tick();

        assertThat(both).hasSize(2);
        assertThat(both.get(0)).startsWith("reading group a");
        assertThat(both.get(1)).startsWith("reading group b");
        assertThat(screen()).hasSize(2);
        assertThat(screen().get(0)).isEqualTo("reading group a done");
        assertThat(screen().get(1)).startsWith("reading group b").contains("0 requests");
    }

    @Test
    void a_place_that_could_not_be_read_is_shown_as_failed_while_others_are_read() throws InterruptedException {
        FakeGroup.of("hall").broken("no");
        progress.start(List.of("group hall"));
        Sync.from(Sources.of("a")).listener(progress).planAll(List.of(FakeGroup.of("hall")));
        progress.reading("group b");
        bars.tick();

        assertThat(screen().get(0)).isEqualTo("reading group hall FAILED");
        assertThat(screen().get(screen().size() - 1))
                .startsWith("reading group b ")
                .contains("0 requests");
    }

    @Test
    void the_source_comes_first_and_the_destinations_keep_the_order_of_the_configuration() {
        progress.start(List.of("people", "group a", "group b"));
        progress.reading("group b");
        progress.reading("people");
        bars.tick();
        List<String> first = screen();
        progress.reading("group a");
        progress.read("group b", Listing.of(List.of()));
        bars.tick();
        List<String> second = screen();
        called("group b", 1);
        bars.tick();

        assertThat(first)
                .extracting(line -> line.substring(0, 15))
                .containsExactly("reading people ", "reading group b");
        assertThat(second)
                .extracting(line -> line.substring(0, 15))
                .containsExactly("reading people ", "reading group a", "reading group b");
        assertThat(screen())
                .extracting(line -> line.substring(0, 15))
                .containsExactly("reading people ", "reading group a", "checking additi");
    }

    @Test
    void places_that_go_on_are_shown_before_those_that_have_ended() {
        progress.start();
        IntStream.range(0, 20).forEach(i -> progress.reading("group " + i));
        IntStream.range(0, 15).forEach(i -> progress.read("group " + i, Listing.of(List.of())));
        bars.tick();

        assertThat(screen()).hasSize(8);
        assertThat(screen().subList(0, 3)).allMatch(line -> line.endsWith(" done"));
        assertThat(screen().get(3)).startsWith("reading group 15 ");
        assertThat(screen().get(7)).startsWith("reading group 19 ");
    }

    @Test
    void a_bar_that_ends_at_once_does_not_stay_after_the_work() {
        progress.start();
        progress.reading("group z");
        for (int i = 0; i < 200; i++) {
            progress.reading("group " + i);
            bars.tick();
            progress.read("group " + i, Listing.of(List.of()));
        }
        progress.ended();
        progress.reading("group z");
        bars.tick();

        assertThat(screen()).singleElement().asString().startsWith("reading group z");
    }

    @Test
    void a_place_that_waits_says_how_long_until_when_and_why() {
        progress.start();
        progress.reading("group a");
        progress.waiting("group a", "list", Duration.ofSeconds(45), TOO_MANY);
        bars.tick();
        List<String> waiting = screen();
        called("group a", 1);
        bars.tick();

        assertThat(waiting).containsExactly("reading group a waits 45 s, until 09:00:45 UTC (rate limited)");
        assertThat(screen()).singleElement().asString().contains("1 request ").doesNotContain("waits");
    }

    @Test
    void a_call_of_a_part_belongs_to_the_source_that_is_read() {
        progress.start();
        progress.reading("union of (group a, group b)");
        called("group a", 2);
        called("group b", 2);
        bars.tick();

        assertThat(screen())
                .singleElement()
                .asString()
                .startsWith("reading union of")
                .contains("] 4 requests");
    }

    @Test
    void calls_before_the_write_are_shown_as_checks() {
        progress.start();
        called("group a", 2);
        bars.tick();

        assertThat(screen()).singleElement().asString().startsWith("checking additions to group a ");
    }

    @Test
    void nothing_is_drawn_over_a_question_and_nothing_stays_of_the_bars() {
        progress.start();
        progress.reading("group a");
        progress.reading("group b");
        bars.tick();
        progress.stop();
        context.printMessage("Apply this plan?");
        bars.tick();
        progress.reading("group c");
        bars.tick();

        assertThat(screen()).containsExactly("Apply this plan?", "");
    }

    @Test
    void a_message_in_the_middle_makes_room_and_the_bars_follow_below_it() {
        progress.start();
        progress.reading("group a");
        progress.reading("group b");
        bars.tick();
        progress.makeRoom();
        context.printMessage("WARNING dev.gosync: slow");
        bars.tick();

        assertThat(screen()).hasSize(3).first().isEqualTo("WARNING dev.gosync: slow");
    }

    @Test
    void a_narrow_window_shows_both_ends_of_a_place_and_no_line_wraps() {
        columns = OptionalInt.of(40);
        progress.start();
        progress.reading("Slack user group of the north");
        progress.reading("Slack user group of the south");
        progress.waiting("Slack user group of the south", "list", Duration.ofSeconds(45), TOO_MANY);
        bars.tick();

        assertThat(screen())
                .containsExactly("Slack user g...f the north 0 requests", "Slack user g...f the south waits 45 s");
    }

    @Test
    void wide_characters_and_marks_count_as_the_columns_that_they_take() {
        columns = OptionalInt.of(30);
        String marked = "e\u0301".repeat(14);
        progress.start();
        progress.reading("\u793e\u54e1\u540d\u7c3f\u306e\u6771\u4eac\u306e\u5168\u54e1");
        progress.reading("\u793e\u54e1\u540d\u7c3f\u306e\u6771\u4eac\u306e\u4e00\u90e8");
        progress.waiting(
                "\u793e\u54e1\u540d\u7c3f\u306e\u6771\u4eac\u306e\u4e00\u90e8",
                "list",
                Duration.ofSeconds(45),
                TOO_MANY);
        progress.reading(marked);
        bars.tick();

        assertThat(screen()).hasSize(3).allMatch(line -> DisplayWidth.of(line) <= 27);
        assertThat(screen().get(0)).startsWith("\u793e\u54e1\u540d...\u306e\u5168\u54e1 ");
        assertThat(screen().get(1)).startsWith("\u793e\u54e1\u540d...\u306e\u4e00\u90e8 waits 45 s");
        assertThat(screen().get(2)).startsWith(marked + " ");
    }

    @Test
    void a_window_with_another_size_gets_bars_of_that_size() {
        progress.start();
        progress.reading("group a");
        progress.reading("group b");
        bars.tick();
        List<String> before = screen();
        columns = OptionalInt.of(70);
        for (int i = 0; i < 5; i++) {
            bars.tick();
        }

        assertThat(before).hasSize(2).allMatch(line -> line.length() == 97);
        assertThat(screen()).hasSize(2).allMatch(line -> line.length() == 67);
        assertThat(screen().get(0)).startsWith("reading group a ");
    }

    @Test
    void a_row_that_is_too_long_for_a_smaller_window_takes_no_second_line() {
        progress.start();
        progress.reading("group a");
        bars.tick();

        assertThat(err.toString()).startsWith("\u001b[?7lreading group a ").endsWith("\u001b[?7h");
    }

    @Test
    void what_fails_while_drawing_ends_neither_the_run_nor_the_drawing() {
        AtomicBoolean fails = new AtomicBoolean(true);
        bars.start(() -> {
            if (fails.get()) {
                throw new IllegalStateException("it cannot be drawn");
            }
            return List.of(new PlaceProgress(
                    "group a",
                    PlaceProgress.Activity.READING,
                    OptionalInt.empty(),
                    context.clock().instant()));
        });
        bars.tick();
        List<String> failed = screen();
        fails.set(false);
        bars.tick();

        assertThat(failed).containsExactly("");
        assertThat(screen()).singleElement().asString().startsWith("reading group a ");
    }

    @Test
    void many_places_do_not_fill_the_window() {
        progress.start();
        IntStream.range(0, 20).forEach(i -> progress.reading("group " + i));
        bars.tick();

        assertThat(screen()).hasSize(8);
    }

    @Test
    void without_a_terminal_nothing_is_drawn_and_the_system_is_asked_once() {
        columns = OptionalInt.empty();
        progress.start();
        progress.reading("group a");
        bars.tick();
        bars.tick();

        assertThat(err.toString()).isEmpty();
        assertThat(questions).isEqualTo(1);
    }

    @Test
    void the_system_is_not_asked_before_there_is_something_to_draw() {
        RunProgress slow = new RunProgress(context, true, new ProgressBars(context, Duration.ofHours(1)));
        slow.start();
        slow.reading("group a");
        slow.stop();

        assertThat(questions).isZero();
    }

    @Test
    void no_thread_is_left_after_a_run_too_short_for_bars() throws InterruptedException {
        Set<Thread> before = Thread.getAllStackTraces().keySet();
        ProgressBars quiet = new ProgressBars(context, Duration.ofMillis(500));
        quiet.start(List::of);
        Set<Thread> begun = new HashSet<>(Thread.getAllStackTraces().keySet());
        begun.removeAll(before);
        begun.removeIf(thread -> !thread.getName().equals("go-sync-progress"));
        quiet.stop();

        assertThat(begun).hasSize(1);
        for (Thread thread : begun) {
            thread.join(10_000);
            assertThat(thread.isAlive()).isFalse();
        }
    }

    @Test
    void a_long_wait_without_a_terminal_is_a_line_at_once() {
        columns = OptionalInt.empty();
        progress.start();
        progress.reading("group a");
        progress.waiting("group a", "list", Duration.ofSeconds(150), TOO_MANY);

        assertThat(err.toString().lines())
                .containsExactly("reading group a: 0 requests (waited 2 min 30 s), waits 2 min 30 s, until 09:02:30 UTC"
                        + " (rate limited)");
    }

    @Test
    void quiet_progress_prints_nothing() {
        RunProgress quiet = new RunProgress(context, false, bars);
        quiet.start();
        quiet.reading("group a");
        quiet.waiting("group a", "list", Duration.ofSeconds(150), TOO_MANY);
        bars.tick();

        assertThat(err.toString()).isEmpty();
    }

    @Test
    void a_place_that_cannot_be_added_to_counts_only_what_is_written() {
        List<Plan> plans = new ArrayList<>();
        FakeGroup team = FakeGroup.of("team", "x").unableToAdd("zoe", FailureKind.UNKNOWN_THING, "unknown");
        List<String> drawn = new ArrayList<>();
        team.onWrite(() -> {
            bars.tick();
            drawn.addAll(writing());
        });
        progress.start();
        Sync.from(Sources.of("a", "x", "zoe"))
                .tolerate(FailureKind.UNKNOWN_THING)
                .listener(progress)
                .listener(new SyncListener() {
                    @Override
                    public void planned(Plan plan) {
                        plans.add(plan);
                    }
                })
                .syncWith(team);

        assertThat(plans).isNotEmpty();
        assertThat(drawn).singleElement().asString().contains("] 0/1 (");
    }
}
