package dev.gosync.testkit;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assumptions.assumeThat;
import static org.junit.platform.engine.discovery.DiscoverySelectors.selectClass;
import static org.junit.platform.engine.discovery.DiscoverySelectors.selectMethod;

import dev.gosync.adapter.Adapter;
import dev.gosync.adapter.AdapterException;
import dev.gosync.adapter.FailureKind;
import dev.gosync.adapter.Listing;
import dev.gosync.adapter.Outcomes;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.lang.reflect.Method;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.concurrent.locks.LockSupport;
import java.util.jar.JarEntry;
import java.util.jar.JarOutputStream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInfo;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.condition.DisabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.extension.ConditionEvaluationResult;
import org.junit.jupiter.api.extension.ExecutionCondition;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.extension.ExtensionContext;
import org.junit.jupiter.api.io.TempDir;
import org.junit.platform.engine.DiscoverySelector;
import org.junit.platform.engine.TestExecutionResult;
import org.junit.platform.testkit.engine.EngineExecutionResults;
import org.junit.platform.testkit.engine.EngineTestKit;
import org.opentest4j.TestAbortedException;

class CertificateTest {
    private static Path directory;

    @OnlyInsideATest
    static class SoundTest extends MemoryAdapterTest {
        @Override
        protected String version(Class<?> adapter) {
            return "1.2.3";
        }
    }

    static class WithoutOneRule implements ExecutionCondition {
        @Override
        public ConditionEvaluationResult evaluateExecutionCondition(ExtensionContext context) {
            return context.getTestMethod().map(Method::getName).orElse("").equals("whatIsAddedIsThere")
                    ? ConditionEvaluationResult.disabled("inconvenient")
                    : ConditionEvaluationResult.enabled("");
        }
    }

    @ExtendWith(WithoutOneRule.class)
    @OnlyInsideATest
    static class DisabledTest extends MemoryAdapterTest {}

    @OnlyInsideATest
    static class AbortedTest extends MemoryAdapterTest {
        @Override
        protected Harness harness() {
            throw new TestAbortedException("not today | or\n\"tomorrow\"");
        }
    }

    @OnlyInsideATest
    static class UnpreparedTest extends MemoryAdapterTest {
        @BeforeEach
        void prepare(TestInfo test) {
            if (test.getDisplayName().startsWith("[A-1]")) {
                throw new IllegalStateException("nothing is prepared");
            }
        }
    }

    @OnlyInsideATest
    static class NeverBegunTest extends MemoryAdapterTest {
        @BeforeEach
        void prepare() {
            throw new TestAbortedException("no service today");
        }
    }

    /** Its services forget what they are seeded with, and complain when they are closed. */
    @OnlyInsideATest
    static class ComplainingTest extends MemoryAdapterTest {
        @Override
        protected Harness harness() {
            return new Harness() {
                @Override
                public Adapter open(Conditions conditions) {
                    return new MemoryAdapter("people", Set.of());
                }

                @Override
                public String place() {
                    return "people";
                }

                @Override
                public void seed(Collection<String> things) {}

                @Override
                public Set<String> members() {
                    return Set.of();
                }

                @Override
                public void close() {
                    throw new AssertionError("a stray request");
                }
            };
        }
    }

    /** Its reads never end. */
    @OnlyInsideATest
    static class HangingTest extends AdapterContract {
        @Override
        protected Harness harness() {
            return new WiredService.Side((service, conditions) -> new WiredAdapter(service, conditions) {
                @Override
                public Listing get() {
                    while (true) {
                        LockSupport.parkNanos(1_000_000);
                    }
                }
            });
        }
    }

    /** It takes whoever it was asked for once for added. */
    @OnlyInsideATest
    static class ForgetfulTest extends AdapterContract {
        @Override
        protected Harness harness() {
            return new WiredService.Side((service, conditions) -> new WiredAdapter(service, conditions) {
                private final Set<String> asked = new HashSet<>();

                @Override
                public void add(List<String> things, Outcomes outcomes) throws IOException, InterruptedException {
                    List<String> fresh = new ArrayList<>();
                    for (String thing : things) {
                        if (asked.add(thing)) {
                            fresh.add(thing);
                        } else {
                            outcomes.succeeded(thing);
                        }
                    }
                    super.add(fresh, outcomes);
                }
            });
        }
    }

    /** Its reads end the JVM, as a user does who presses Ctrl-C. */
    @OnlyInsideATest
    static class EndedTest extends AdapterContract {
        @Override
        protected Harness harness() {
            return new WiredService.Side((service, conditions) -> new WiredAdapter(service, conditions) {
                @Override
                public Listing get() {
                    System.exit(3);
                    return Listing.of(Set.of());
                }
            });
        }

        public static void main(String[] folder) {
            directory = Path.of(folder[0]);
            run(selectMethod(EndedTest.class, "everyMemberIsListedAndNoOther"));
        }
    }

    /** It takes a failure for an unknown person. */
    @OnlyInsideATest
    static class MistakenTest extends AdapterContract {
        @Override
        protected Harness harness() {
            return new WiredService.Side((service, conditions) -> new WiredAdapter(service, conditions) {
                @Override
                FailureKind kind(String code) {
                    return code.equals("permission") ? FailureKind.UNKNOWN_THING : super.kind(code);
                }
            });
        }
    }

    /** Its place is missing, so that no rule can begin. */
    @OnlyInsideATest
    static class WithoutAPlaceTest extends MemoryAdapterTest {
        WithoutAPlaceTest() {
            throw new IllegalStateException("nothing is configured");
        }
    }

    @OnlyInsideATest
    static class CutShortTest extends MemoryAdapterTest {
        static String soFar = "";

        @Override
        protected Harness harness() {
            soFar = read("CutShort.json");
            return super.harness();
        }
    }

    @BeforeEach
    void aDirectoryOfItsOwn(@TempDir Path fresh) {
        directory = fresh;
    }

    @Test
    void aWholeRunIsCertified() {
        run(selectClass(SoundTest.class));

        assertThat(read("Sound.json"))
                .contains(
                        "\"adapter\": \"Sound\"",
                        "\"class\": \"dev.gosync.testkit.MemoryAdapterTest$MemoryAdapter\"",
                        "\"version\": \"1.2.3\"",
                        "\"verdict\": \"CERTIFIED\"",
                        "{\"number\": \"A-1\", \"title\": \"what is added is there\", \"result\": \"held\"}",
                        "{\"number\": \"G-3\", \"title\": \"members without an identifier are left out and counted\","
                                + " \"result\": \"refused as declared\", \"declared\": [\"NO_NAMELESS_MEMBERS\"]}")
                .doesNotContain("\"failed\"", "not run");
        assertThat(read("Sound.md"))
                .startsWith("# Sound: CERTIFIED\n")
                .contains("version 1.2.3", "0 failed, 0 not run.", "| A-1 | what is added is there | held |");
    }

    @Test
    void theKitTellsItsVersion() {
        run(selectMethod(SoundTest.class, "whatIsAddedIsThere"));

        assertThat(read("Sound.json")).containsPattern("\"kit\": \"\\S+\"").doesNotContain("\"kit\": \"\"");
    }

    @Test
    void aRunThatWasFilteredIsIncomplete() {
        run(selectMethod(SoundTest.class, "whatIsAddedIsThere"));

        assertThat(read("Sound.json")).contains("\"verdict\": \"INCOMPLETE\"", "\"result\": \"not run\"");
        assertThat(read("Sound.md")).contains("| A-1 | what is added is there | held |", "1 held", "108 not run");
    }

    @Test
    void aRunWithoutOneRuleIsIncomplete() {
        run(selectClass(DisabledTest.class));

        assertThat(read("Disabled.md"))
                .startsWith("# Disabled: INCOMPLETE\n")
                .contains("1 not run", "| A-1 | what is added is there | not run |");
    }

    @Test
    void whatIsWrittenUntilTheEndSaysIncomplete() {
        run(selectClass(CutShortTest.class));

        assertThat(CutShortTest.soFar).contains("\"verdict\": \"INCOMPLETE\"");
        assertThat(read("CutShort.json")).contains("\"verdict\": \"CERTIFIED\"");
    }

    @Test
    void theCertificateOfAnEarlierBuildIsGoneBeforeAnythingCanFail() throws IOException {
        String name = WithoutAPlaceTest.class.getName();
        Files.writeString(
                directory.resolve("Earlier.json"), "{\n  \"adapter\": \"Earlier\",\n  \"test\": \"" + name + "\"}");
        Files.writeString(directory.resolve("Earlier.md"), "# Earlier: CERTIFIED");
        Files.writeString(directory.resolve("Other.json"), "{\"test\": \"" + name + "2\"}");

        run(selectClass(WithoutAPlaceTest.class));

        assertThat(directory.toFile().list()).containsExactly("Other.json");
    }

    @Test
    void aSeedReplaysItsHistory() {
        assertThat(history("1")).contains("ADD").isEqualTo(history("1")).isNotEqualTo(history("2"));
    }

    /** What the chaos run says that happened until the adapter failed. */
    private static String history(String seed) {
        String said = EngineTestKit.engine("junit-jupiter")
                .configurationParameter(Certification.DIRECTORY, directory.toString())
                .configurationParameter(Certification.CHAOS_SEEDS, seed)
                .selectors(selectMethod(ForgetfulTest.class, "aCleanSyncEndsEqualWhateverHappenedBefore"))
                .execute()
                .testEvents()
                .failed()
                .stream()
                .flatMap(event -> event.getPayload(TestExecutionResult.class).stream())
                .flatMap(result -> result.getThrowable().stream())
                .map(thrown -> String.valueOf(thrown.getMessage()))
                .findFirst()
                .orElse("");
        int from = said.indexOf("History of seed " + seed);
        int to = said.indexOf("The adapter threw", Math.max(0, from));
        return from < 0 ? "" : said.substring(said.indexOf(System.lineSeparator(), from), to < 0 ? said.length() : to);
    }

    @Test
    void aRunThatIsEndedSaysWhichRuleWasRunning(@TempDir Path folder) throws Exception {
        Process process = new ProcessBuilder(
                        Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                        "-cp",
                        System.getProperty("surefire.test.class.path", System.getProperty("java.class.path")),
                        EndedTest.class.getName(),
                        folder.toString())
                .redirectErrorStream(true)
                .start();
        String said = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);

        assertThat(process.waitFor()).isEqualTo(3);
        assertThat(said).contains("[G-1] ", EndedTest.class.getName() + " was running when the run was ended");
    }

    @Test
    void theCertificateNamesTheClassesThatItIsAbout() throws Exception {
        run(selectMethod(SoundTest.class, "whatIsAddedIsThere"));

        Path classes = Path.of("target/test-classes");
        String paper = Files.readString(Path.of("../docs/adapter-contract.md"));
        String command = "find . -name '*.class' | LC_ALL=C sort | xargs sha256sum | sha256sum";
        assertThat(paper).contains("(cd target/classes && " + command + ")");
        String digest;
        try {
            Process process = new ProcessBuilder("sh", "-c", command)
                    .directory(classes.toFile())
                    .redirectErrorStream(true)
                    .start();
            digest = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8).split(" ", 2)[0];
            assumeThat(process.waitFor()).isZero();
        } catch (IOException e) {
            throw new TestAbortedException("there is no shell here", e);
        }
        assumeThat(digest).hasSize(64);

        assertThat(read("Sound.json"))
                .contains("\"classes\": \"" + digest + "\"", "\"tests\": \"" + digest + "\"")
                .contains("\"test\": \"" + SoundTest.class.getName() + "\"");
        assertThat(read("Sound.md")).contains("SHA-256 of the classes: `" + digest + "`");
    }

    @Test
    void theDigestOfAJarIsThatOfItsClasses(@TempDir Path folder) throws Exception {
        Path jar = folder.resolve("adapter.jar");
        Path classes = Path.of("target/test-classes");
        String name = "dev/gosync/testkit/directory/DirectoryFake.class";
        Path unpacked = folder.resolve("unpacked").resolve(name);
        Files.createDirectories(unpacked.getParent());
        Files.copy(classes.resolve(name), unpacked);
        try (JarOutputStream out = new JarOutputStream(Files.newOutputStream(jar))) {
            out.putNextEntry(new JarEntry("META-INF/services/other"));
            out.putNextEntry(new JarEntry(name));
            Files.copy(unpacked, out);
        }

        assertThat(Digests.of(jar.toUri()))
                .hasSize(64)
                .isEqualTo(Digests.of(folder.resolve("unpacked").toUri()));
        assertThat(Digests.of(String.class)).isEqualTo(Digests.UNKNOWN);
    }

    @Test
    void aRuleThatIsAbortedHasFailed() {
        run(selectMethod(AbortedTest.class, "whatIsAddedIsThere"));

        assertThat(read("Aborted.json"))
                .contains(
                        "\"result\": \"failed\"",
                        "\"message\": \"[A-1] what is added is there: expected to come to the end of the rule, but"
                                + " TestAbortedException \\\"not today | or | \\\"tomorrow\\\"\\\" was thrown");
        assertThat(read("Aborted.md")).contains("not today \\| or \\| \"tomorrow\"");
    }

    @Test
    void whatFailsBeforeARuleFailsTheRule() {
        run(selectClass(UnpreparedTest.class));

        assertThat(read("Unprepared.json"))
                .contains(
                        "\"verdict\": \"FAILED\"",
                        "\"number\": \"A-1\", \"title\": \"what is added is there\", \"result\": \"failed\", \"message\":"
                                + " \"nothing is prepared\"");
    }

    @Test
    void aRunInWhichNoRuleBeganIsIncomplete() {
        run(selectClass(NeverBegunTest.class));

        assertThat(read("NeverBegun.md"))
                .startsWith("# NeverBegun: INCOMPLETE\n")
                .contains("109 not run");
    }

    /** Like one that another process deletes between the listing of the directory and the reading of the file. */
    @Test
    @DisabledOnOs(OS.WINDOWS)
    void aCertificateThatIsGoneWhenItIsReadHindersNoOther() throws IOException {
        Files.createSymbolicLink(directory.resolve("Gone.json"), directory.resolve("nowhere"));

        run(selectMethod(SoundTest.class, "whatIsAddedIsThere"));

        assertThat(read("Sound.md")).contains("INCOMPLETE");
    }

    @Test
    void everyPlaceIsClosedAndWhatItComplainsOfIsKept() {
        Throwable failure = failure(run(selectMethod(ComplainingTest.class, "twoHarnessesShareNothing")));

        assertThat(failure).hasMessageMatching("\\[H-3] .+: expected 2 members .+");
        assertThat(failure.getSuppressed()).singleElement().satisfies(complaint -> {
            assertThat(complaint).hasMessage("a stray request");
            assertThat(complaint.getSuppressed())
                    .singleElement()
                    .satisfies(another -> assertThat(another).hasMessage("a stray request"));
        });
    }

    @Test
    @Timeout(60)
    void aRuleThatHangsNamesItselfAndFails() {
        Throwable failure = failure(EngineTestKit.engine("junit-jupiter")
                .configurationParameter(Certification.DIRECTORY, directory.toString())
                .configurationParameter(Certification.CALL_TIMEOUT, "25")
                .configurationParameter(Certification.RULE_TIMEOUT, "1500")
                .selectors(selectMethod(HangingTest.class, "everyMemberIsListedAndNoOther"))
                .execute());

        assertThat(failure)
                .hasMessageStartingWith(
                        "[G-1] every member is listed and no other: expected the rule to end within 1500 ms");
        assertThat(failure.getStackTrace())
                .anyMatch(frame -> frame.getClassName().contains("HangingTest"));
    }

    @Test
    void aFailureShowsTheRequestsAndWhatTheAdapterThrew() {
        Throwable failure = failure(run(selectMethod(MistakenTest.class, "eachRefusalOfAWriteIsItsKind")));

        assertThat(failure)
                .hasMessageContaining("\nRequests since the rule began")
                .hasMessageContaining("writes members.add  <- PERMISSION on every write")
                .hasMessageContaining("\nThe adapter threw last: AdapterException")
                .hasCauseInstanceOf(AdapterException.class);
        assertThat(read("Mistaken.json")).doesNotContain("Requests since");
    }

    private static Throwable failure(EngineExecutionResults results) {
        return results.testEvents().failed().stream()
                .findFirst()
                .flatMap(event ->
                        event.getRequiredPayload(TestExecutionResult.class).getThrowable())
                .orElseThrow();
    }

    private static EngineExecutionResults run(DiscoverySelector selector) {
        return EngineTestKit.engine("junit-jupiter")
                .configurationParameter(Certification.DIRECTORY, directory.toString())
                .selectors(selector)
                .execute();
    }

    private static String read(String file) {
        try {
            return Files.readString(directory.resolve(file));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
