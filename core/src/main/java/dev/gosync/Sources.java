package dev.gosync;

import dev.gosync.adapter.AdapterException;
import dev.gosync.adapter.InvisibleCharacters;
import dev.gosync.adapter.Listing;
import dev.gosync.adapter.Matching;
import dev.gosync.adapter.Source;
import java.io.IOException;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.Callable;
import java.util.function.BinaryOperator;
import java.util.function.Predicate;
import java.util.function.UnaryOperator;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * Makes sources from given things and from other sources. If two spellings mean the same thing, the first source's
 * spelling is used; the matching decides, ignoring case by default, and aliases count. Closing a combined source closes
 * its parts. The engine refuses a source with an empty part, unless the part {@linkplain #mayBeEmpty may be empty}.
 */
public final class Sources {
    private static final int DIGEST_SHOWN = 12;
    private static final int LONGEST_NAMES = 400;

    private Sources() {}

    /**
     * Makes a source of given things. Its name contains a digest of them, so that other things have another name.
     *
     * @param things what it holds; none may be null, blank or padded
     * @return the source
     */
    public static Source of(Collection<String> things) {
        return new GivenSource(Listing.of(things));
    }

    /**
     * Makes a source of given things, like {@link #of(Collection)}.
     *
     * @param things what it holds; none may be null, blank or padded
     * @return the source
     */
    public static Source of(String... things) {
        return of(List.of(things));
    }

    /**
     * Makes a source of a function, such as a query.
     *
     * @param name the {@linkplain Source#name() name} of the source, in plans, reports and errors; not blank
     * @param reading returns everything the source holds; called once for each reading. What it throws fails the reading.
     * @return the source
     */
    public static Source of(String name, Callable<? extends Collection<String>> reading) {
        Objects.requireNonNull(reading, "reading");
        if (name.isBlank()) {
            throw new IllegalArgumentException("The name of a source must not be blank");
        }
        return new Source() {
            @Override
            public String name() {
                return name;
            }

            @Override
            public Listing get() throws IOException, InterruptedException {
                try {
                    return Listing.of(Objects.requireNonNull(reading.call(), "the function returned null"));
                } catch (IOException | InterruptedException | RuntimeException e) {
                    throw e;
                } catch (Exception e) {
                    throw AdapterException.translated(name, "read", e);
                }
            }

            @Override
            public String toString() {
                return name;
            }
        };
    }

    /**
     * Everything that is in at least one of the sources.
     *
     * @param sources at least one
     * @return their union, ignoring case
     */
    public static Source union(Source... sources) {
        return union(Matching.ignoringCase(), List.of(sources));
    }

    /**
     * Everything that is in at least one of the sources.
     *
     * @param matching decides which spellings mean the same thing
     * @param sources at least one
     * @return their union
     */
    public static Source union(Matching matching, List<? extends Source> sources) {
        return combined("union", sources, (left, right) -> ListingAlgebra.union(left, right, matching));
    }

    /**
     * Everything that is in all of the sources.
     *
     * @param sources at least one
     * @return their intersection, ignoring case
     */
    public static Source intersection(Source... sources) {
        return intersection(Matching.ignoringCase(), List.of(sources));
    }

    /**
     * Everything that is in all of the sources.
     *
     * @param matching decides which spellings mean the same thing
     * @param sources at least one
     * @return their intersection
     */
    public static Source intersection(Matching matching, List<? extends Source> sources) {
        return combined("intersection", sources, (left, right) -> ListingAlgebra.intersection(left, right, matching));
    }

    /**
     * Everything that is in the first source and in none of the others.
     *
     * @param sources at least one
     * @return their difference, ignoring case
     */
    public static Source minus(Source... sources) {
        return minus(Matching.ignoringCase(), List.of(sources));
    }

    /**
     * Everything that is in the first source and in none of the others.
     *
     * @param matching decides which spellings mean the same thing
     * @param sources at least one
     * @return their difference
     */
    public static Source minus(Matching matching, List<? extends Source> sources) {
        return combined("minus", sources, (left, right) -> ListingAlgebra.minus(left, right, matching));
    }

    /**
     * Keeps part of a source. The function does not see {@linkplain InvisibleCharacters invisible characters}.
     *
     * @param source the source to read
     * @param wanted returns whether to keep a thing
     * @return the filtered source
     */
    public static Source filter(Source source, Predicate<String> wanted) {
        Objects.requireNonNull(wanted, "wanted");
        return derived("filter of " + source.name(), source, read -> {
            Listing left =
                    ListingAlgebra.filter(read.listing(), thing -> wanted.test(InvisibleCharacters.removedFrom(thing)));
            List<InvisibleThing> withInvisible = read.withInvisible().stream()
                    .filter(found -> left.things().contains(found.thing())
                            || left.aliases().containsKey(found.thing()))
                    .toList();
            return new CheckedListing(left, read.emptyParts(), withInvisible);
        });
    }

    /**
     * Changes the spelling of a source's things, after {@linkplain InvisibleCharacters invisible characters} are removed.
     *
     * @param source the source to read
     * @param spelling returns the new spelling, neither null, blank nor padded; two things with one spelling become one
     * @return the source with new spellings
     */
    public static Source map(Source source, UnaryOperator<String> spelling) {
        Objects.requireNonNull(spelling, "spelling");
        return derived("map of " + source.name(), source, read -> {
            Listing mapped =
                    ListingAlgebra.map(read.listing(), thing -> spelling.apply(InvisibleCharacters.removedFrom(thing)));
            return new CheckedListing(mapped, read.emptyParts(), read.withInvisible());
        });
    }

    /**
     * Allows a source to be empty: the guard {@code allow-empty-source} ignores it and its parts.
     *
     * @param source the source to read
     * @return a source with the same name that holds the same
     */
    public static Source mayBeEmpty(Source source) {
        return new Combination(source.name(), List.of(source), true, reader -> {
            CheckedListing read = reader.read(source);
            return new CheckedListing(read.listing(), List.of(), read.withInvisible());
        });
    }

    private static Source combined(String how, List<? extends Source> sources, BinaryOperator<Listing> combination) {
        if (sources.isEmpty()) {
            throw new IllegalArgumentException("A " + how + " needs at least one source");
        }
        List<Source> parts = List.copyOf(sources);
        return new Combination(name(how, parts), parts, false, reader -> {
            List<String> emptyParts = new ArrayList<>();
            List<InvisibleThing> withInvisible = new ArrayList<>();
            @Nullable Listing combined = null;
            for (Source part : parts) {
                CheckedListing read = reader.read(part);
                emptyParts.addAll(read.emptyParts());
                withInvisible.addAll(read.withInvisible());
                Listing listing = ListingAlgebra.positionedIn(part.name(), read.listing());
                combined = combined == null ? listing : combination.apply(combined, listing);
            }
            return new CheckedListing(
                    Objects.requireNonNull(combined),
                    emptyParts.stream().distinct().toList(),
                    withInvisible.stream().distinct().toList());
        });
    }

    /** Names the parts, or has a digest of their names if there are too many to show. */
    private static String name(String how, List<Source> parts) {
        String names = parts.stream().map(Source::name).collect(Collectors.joining(", "));
        return names.length() <= LONGEST_NAMES
                ? how + " of (" + names + ")"
                : how + " of " + parts.size() + " sources (" + shortDigest(Listing.of(List.of(names))) + ")";
    }

    private static Source derived(String name, Source source, UnaryOperator<CheckedListing> derivation) {
        return new Combination(name, List.of(source), false, reader -> derivation.apply(reader.read(source)));
    }

    private static String shortDigest(Listing listing) {
        return ListingDigest.of(listing).substring(0, DIGEST_SHOWN);
    }

    /** A source whose content is computed from its parts. */
    private static final class Combination extends CombinedSource {
        /** Computes the content. */
        @FunctionalInterface
        private interface Combiner {
            CheckedListing combine(PartReader reader) throws InterruptedException;
        }

        private final boolean mayBeEmpty;
        private final Combiner combiner;

        Combination(String name, List<Source> parts, boolean mayBeEmpty, Combiner combiner) {
            super(name, parts);
            this.mayBeEmpty = mayBeEmpty;
            this.combiner = combiner;
        }

        @Override
        boolean mayBeEmpty() {
            return mayBeEmpty;
        }

        @Override
        CheckedListing read(PartReader reader) throws InterruptedException {
            return combiner.combine(reader);
        }

        @Override
        public Listing get() throws InterruptedException {
            return Reading.read(this).listing();
        }
    }

    /** Computes its name only when it is needed, since that sorts everything. */
    private static final class GivenSource implements Source {
        private final Listing listing;
        private @Nullable String name;

        GivenSource(Listing listing) {
            this.listing = listing;
        }

        @Override
        public synchronized String name() {
            String known = name;
            if (known == null) {
                known = listing.things().size() + " given things (" + shortDigest(listing) + ")";
                name = known;
            }
            return known;
        }

        @Override
        public Listing get() {
            return listing;
        }

        @Override
        public String toString() {
            return name();
        }
    }
}
