package dev.gosync.cli;

import static org.assertj.core.api.Assertions.assertThat;

import dev.gosync.cli.Fixture.Run;
import java.io.FileNotFoundException;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.ConnectException;
import java.nio.file.AccessDeniedException;
import java.nio.file.DirectoryNotEmptyException;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.ExecutionException;
import java.util.function.Supplier;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Nothing but {@code --debug} shows the name of an exception or of a class. */
final class NoExceptionNamesTest {
    private static final Pattern NAMES =
            Pattern.compile("\\w*(?:Exception|[a-z]Error)\\b|\\b(?:java|dev|picocli|com)(?:\\.\\w+)*\\.[A-Z]\\w*");

    @TempDir
    private Path folder;

    private Fixture cli;

    @BeforeEach
    void set_up() {
        cli = new Fixture(folder);
        cli.file(
                "go-sync.yml",
                "syncs:",
                "  - name: team",
                "    source: { group: { id: people } }",
                "    destinations: [{ group: { id: team } }]");
        FakeGroup.of("people", "ann");
        FakeGroup.of("team");
    }

    private void assertNoName(Run run) {
        assertThat(run.exitCode()).isNotZero();
        assertThat(run.out() + run.err()).isNotBlank().doesNotContain("\tat ").doesNotContainPattern(NAMES);
    }

    static List<Throwable> thrown() {
        return List.of(
                new IllegalStateException(),
                new IllegalStateException(new IOException("broken")),
                new IllegalStateException(new IllegalStateException(new ConnectException())),
                new UncheckedIOException(new NoSuchFileException("people.csv")),
                new UncheckedIOException(new ConnectException()),
                new NullPointerException("Cannot invoke \"java.lang.String.length()\" because \"a\" is null"),
                new ClassCastException("class java.lang.String cannot be cast to class java.lang.Integer"),
                new IndexOutOfBoundsException(7),
                new UnsupportedOperationException(),
                new StackOverflowError(),
                new OutOfMemoryError("Java heap space"),
                new NoClassDefFoundError("com/example/Client"),
                new AssertionError());
    }

    @ParameterizedTest
    @MethodSource("thrown")
    void what_a_place_throws_is_told_without_its_name(Throwable thrown) {
        for (String group : List.of("people", "team")) {
            FakeGroup.of(group).onRead(() -> {
                throw unchecked(thrown);
            });
            assertNoName(cli.run("plan", "go-sync.yml"));
            assertNoName(cli.run("plan", "go-sync.yml", "--format", "json"));
            FakeGroup.of(group).onRead(() -> {});
        }
        FakeGroup.of("team").onWrite(() -> {
            throw unchecked(thrown);
        });
        assertNoName(cli.run("apply", "go-sync.yml", "--yes"));
        if (!(thrown instanceof StackOverflowError)) { // this one means a configuration that is nested too deeply
            FakeGroup.of("team").onCreate(() -> {
                throw unchecked(thrown);
            });
            assertNoName(cli.run("plan", "go-sync.yml"));
        }
    }

    @ParameterizedTest
    @MethodSource("thrown")
    void what_the_terminal_throws_is_told_without_its_name(Throwable thrown) {
        cli.answering(() -> {
            throw unchecked(thrown);
        });

        assertNoName(cli.run("apply", "go-sync.yml"));
    }

    static Stream<Throwable> filesAndMore() {
        return Stream.concat(
                thrown().stream(),
                Stream.of(
                        new NoSuchFileException("a.txt"),
                        new AccessDeniedException("a.txt"),
                        new FileAlreadyExistsException("a.txt"),
                        new DirectoryNotEmptyException("a"),
                        new FileNotFoundException("a.txt (Permission denied)"),
                        new IOException(),
                        new ExecutionException(new IOException("broken"))));
    }

    @ParameterizedTest
    @MethodSource("filesAndMore")
    void every_message_is_words(Throwable thrown) {
        assertThat(TextFormat.message(thrown)).isNotBlank().doesNotContainPattern(NAMES);
    }

    @Test
    void a_file_is_named_with_what_is_wrong() {
        assertThat(TextFormat.message(new NoSuchFileException("a.txt"))).isEqualTo("a.txt does not exist");
        assertThat(TextFormat.message(new UncheckedIOException(new AccessDeniedException("a.txt"))))
                .isEqualTo("access to a.txt is denied");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "plan missing.yml",
                "plan .",
                "plan go-sync.yml/x.yml",
                "plan broken.yml",
                "plan go-sync.yml --adapters missing",
                "plan go-sync.yml --out missing/plan.json",
                "apply go-sync.yml --plan missing.json",
                "apply go-sync.yml --plan go-sync.yml",
                "apply go-sync.yml --yes --state go-sync.yml",
                "apply go-sync.yml --yes --wait long",
                "history last",
                "history --state go-sync.yml",
                "undo last",
                "validate broken.yml --format json",
                "adapters no-such-type",
                "schema more",
            })
    void errors_that_users_make_are_told_without_names(String arguments) {
        cli.file("broken.yml", "syncs: [", "\t- {");

        assertNoName(cli.run(arguments.split(" ", -1)));
    }

    @Test
    void a_folder_that_cannot_be_written_is_told_without_names() throws IOException {
        Files.writeString(folder.resolve("go-sync-demo"), "a file in the way");

        assertNoName(cli.run("demo"));
    }

    @Test
    void the_hint_about_stack_traces_is_given_only_if_they_help() {
        Supplier<String> error = () -> cli.run("apply", "go-sync.yml", "--yes", "--state", "go-sync.yml")
                .err();

        assertThat(error.get()).isNotBlank().doesNotContain("--debug");
        assertThat(ErrorText.isExplainedByStackTrace(new IllegalStateException("odd")))
                .isTrue();
        assertThat(ErrorText.isExplainedByStackTrace(new NoSuchFileException("a.txt")))
                .isFalse();
    }

    private static RuntimeException unchecked(Throwable thrown) {
        if (thrown instanceof Error error) {
            throw error;
        }
        return (RuntimeException) thrown;
    }
}
