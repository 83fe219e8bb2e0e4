package dev.gosync.testkit;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.platform.engine.discovery.DiscoverySelectors.selectClass;

import dev.gosync.adapter.Adapter;
import dev.gosync.adapter.AdapterException;
import dev.gosync.adapter.FailureKind;
import dev.gosync.adapter.Listing;
import dev.gosync.adapter.Outcomes;
import dev.gosync.adapter.Source;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Collection;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.junit.platform.testkit.engine.EngineTestKit;

/** Whoever cannot do something and says so is certified, and the certificate says what was refused. */
class LimitedPlacesTest {
    /** A place in memory that refuses what its limitations say. */
    private record Limited(Set<String> members, Set<Limitation> limitations) implements Adapter {
        @Override
        public String name() {
            return "limited place";
        }

        @Override
        public Listing get() {
            return Listing.of(members);
        }

        @Override
        public void add(List<String> things, Outcomes outcomes) throws InterruptedException {
            outcomes.each(things, thing -> {
                refuseIf(limitations.contains(Limitation.READ_ONLY), FailureKind.READ_ONLY);
                refuseIf(!isLegal(limitations, thing), FailureKind.REFUSED_THING);
                members.add(thing);
            });
        }

        @Override
        public void remove(List<String> things, Outcomes outcomes) throws InterruptedException {
            outcomes.each(things, thing -> {
                refuseIf(limitations.contains(Limitation.READ_ONLY), FailureKind.READ_ONLY);
                refuseIf(
                        limitations.contains(Limitation.CANNOT_BE_EMPTY) && members.equals(Set.of(thing)),
                        FailureKind.REFUSED_THING);
                members.remove(thing);
            });
        }

        private void refuseIf(boolean refused, FailureKind kind) {
            if (refused) {
                throw AdapterException.of(kind, name(), "write", "no").build();
            }
        }
    }

    private static boolean isLegal(Set<Limitation> limitations, String thing) {
        return !limitations.contains(Limitation.RESTRICTED_ALPHABET) || thing.matches("[A-Za-z0-9@.-]+");
    }

    private record InMemory(Set<String> members, Set<Limitation> limitations) implements Harness {
        @Override
        public Adapter open(Conditions conditions) {
            return new Limited(members, limitations);
        }

        @Override
        public String place() {
            return "place";
        }

        @Override
        public void introduce(Collection<String> things) {
            if (!things.stream().allMatch(thing -> isLegal(limitations, thing))) {
                throw new IllegalArgumentException("Such a thing cannot be");
            }
        }

        @Override
        public void seed(Collection<String> things) {
            introduce(things);
            members.addAll(things);
        }
    }

    abstract static class InMemoryTest extends AdapterContract {
        private final Set<Limitation> limitations;

        InMemoryTest(Limitation... more) {
            Stream<Limitation> usual = Stream.of(
                    Limitation.NO_HTTP_FAULTS,
                    Limitation.KNOWS_EVERY_THING,
                    Limitation.CASE_SENSITIVE,
                    Limitation.NO_NAMELESS_MEMBERS,
                    Limitation.KEEPS_NOBODY,
                    Limitation.FORBIDS_NOTHING);
            limitations = Stream.concat(usual, Arrays.stream(more)).collect(Collectors.toSet());
        }

        @Override
        protected Harness harness() {
            return new InMemory(new LinkedHashSet<>(), limitations);
        }

        @Override
        protected Set<Limitation> limitations() {
            return limitations;
        }
    }

    @OnlyInsideATest
    static class NeverEmptyTest extends InMemoryTest {
        NeverEmptyTest() {
            super(Limitation.CANNOT_BE_EMPTY);
        }
    }

    @OnlyInsideATest
    static class PlainLettersTest extends InMemoryTest {
        PlainLettersTest() {
            super(Limitation.RESTRICTED_ALPHABET);
        }
    }

    @OnlyInsideATest
    static class NeverWrittenTest extends InMemoryTest {
        NeverWrittenTest() {
            super(Limitation.READ_ONLY);
        }
    }

    @OnlyInsideATest
    static class AlwaysWritableTest extends AdapterContract {
        @Override
        protected Harness harness() {
            return new WiredService.Side(WiredAdapter::new) {
                @Override
                public void inject(Fault fault) {
                    if (fault.kind().filter(FailureKind.READ_ONLY::equals).isPresent()) {
                        throw new UnsupportedOperationException("No answer says that");
                    }
                    super.inject(fault);
                }
            };
        }

        @Override
        protected Set<Limitation> limitations() {
            return Set.of(Limitation.NEVER_READ_ONLY);
        }
    }

    @OnlyInsideATest
    static class OnlySourceTest extends SourceContract {
        @Override
        protected SourceHarness harness() {
            Set<String> members = new LinkedHashSet<>();
            return new SourceHarness() {
                @Override
                public Source open(Conditions conditions) {
                    return new Source() {
                        @Override
                        public String name() {
                            return "who is in place";
                        }

                        @Override
                        public Listing get() {
                            return Listing.of(members);
                        }
                    };
                }

                @Override
                public String place() {
                    return "place";
                }

                @Override
                public void seed(Collection<String> things) {
                    members.addAll(things);
                }

                @Override
                public Set<String> members() {
                    return members;
                }
            };
        }

        @Override
        protected Set<Limitation> limitations() {
            return Set.of(Limitation.NO_HTTP_FAULTS, Limitation.NO_NAMELESS_MEMBERS, Limitation.KEEPS_NOBODY);
        }
    }

    @ParameterizedTest
    @ValueSource(
            classes = {
                NeverEmptyTest.class,
                PlainLettersTest.class,
                NeverWrittenTest.class,
                AlwaysWritableTest.class,
                OnlySourceTest.class
            })
    void whatIsDeclaredTrulyIsCertified(Class<?> contract, @TempDir Path directory) throws Exception {
        EngineTestKit.engine("junit-jupiter")
                .configurationParameter(Certification.DIRECTORY, directory.toString())
                .configurationParameter(Certification.CALL_TIMEOUT, "100")
                .selectors(selectClass(contract))
                .execute()
                .testEvents()
                .assertStatistics(statistics -> statistics.failed(0).skipped(0));

        try (Stream<Path> files = Files.list(directory)) {
            List<String> certificates = files.filter(file -> file.toString().endsWith(".md"))
                    .map(LimitedPlacesTest::read)
                    .toList();
            assertThat(certificates).singleElement().asString().contains(": CERTIFIED", "refused as declared [");
        }
    }

    private static String read(Path file) {
        try {
            return Files.readString(file);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
