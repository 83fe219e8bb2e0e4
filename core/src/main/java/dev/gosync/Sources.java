package dev.gosync;

import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Objects;
import java.util.function.BinaryOperator;
import java.util.function.Predicate;
import java.util.function.UnaryOperator;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * Sources made of others. Where two spellings meet, the first operand's wins; whether they stand for one thing a
 * matching tells, ignoring case by default, and their aliases. Closing a combination closes its parts. A part that is
 * empty makes the engine refuse, unless it {@linkplain #mayBeEmpty may be}.
 */
public final class Sources {
    private Sources() {}

    /**
     * These things and no others.
     *
     * @param things what it holds, none null, blank or padded
     * @return a source that needs no reading
     */
    public static Source of(Collection<String> things) {
        Listing listing = Listing.of(things);
        String name = listing.things().size() + " given things";
        return new Source() {
            @Override
            public String name() {
                return name;
            }

            @Override
            public Listing get() {
                return listing;
            }
        };
    }

    /**
     * These things and no others.
     *
     * @param things what it holds, none null, blank or padded
     * @return a source that needs no reading
     */
    public static Source of(String... things) {
        return of(List.of(things));
    }

    /**
     * What is in one of them or more.
     *
     * @param sources at least one
     * @return their union, ignoring case
     */
    public static Source union(Source... sources) {
        return union(Matching.ignoringCase(), List.of(sources));
    }

    /**
     * What is in one of them or more.
     *
     * @param matching tells which spellings stand for one thing
     * @param sources at least one
     * @return their union
     */
    public static Source union(Matching matching, List<? extends Source> sources) {
        return combined("union", sources, (left, right) -> ListingAlgebra.union(left, right, matching));
    }

    /**
     * What is in all of them.
     *
     * @param sources at least one
     * @return their intersection, ignoring case
     */
    public static Source intersection(Source... sources) {
        return intersection(Matching.ignoringCase(), List.of(sources));
    }

    /**
     * What is in all of them.
     *
     * @param matching tells which spellings stand for one thing
     * @param sources at least one
     * @return their intersection
     */
    public static Source intersection(Matching matching, List<? extends Source> sources) {
        return combined("intersection", sources, (left, right) -> ListingAlgebra.intersection(left, right, matching));
    }

    /**
     * What is in the first and in none of the others.
     *
     * @param sources at least one
     * @return their difference, ignoring case
     */
    public static Source minus(Source... sources) {
        return minus(Matching.ignoringCase(), List.of(sources));
    }

    /**
     * What is in the first and in none of the others.
     *
     * @param matching tells which spellings stand for one thing
     * @param sources at least one
     * @return their difference
     */
    public static Source minus(Matching matching, List<? extends Source> sources) {
        return combined("minus", sources, (left, right) -> ListingAlgebra.minus(left, right, matching));
    }

    /**
     * Part of what a source holds.
     *
     * @param source where it comes from
     * @param wanted tells what passes
     * @return what passes
     */
    public static Source filter(Source source, Predicate<String> wanted) {
        Objects.requireNonNull(wanted, "wanted");
        return derived("filter of " + source.name(), source, listing -> ListingAlgebra.filter(listing, wanted));
    }

    /**
     * What a source holds, spelled in another way.
     *
     * @param source where it comes from
     * @param spelling gives the new spelling, neither null, blank nor padded; two things of one spelling become one
     * @return the respelled things
     */
    public static Source map(Source source, UnaryOperator<String> spelling) {
        Objects.requireNonNull(spelling, "spelling");
        return derived("map of " + source.name(), source, listing -> ListingAlgebra.map(listing, spelling));
    }

    /**
     * A source that may hold nothing: the guard against an empty source does not mind it, nor any part of it.
     *
     * @param source where it comes from
     * @return the same things
     */
    public static Source mayBeEmpty(Source source) {
        return new CombinedSource(source.name(), List.of(source)) {
            @Override
            boolean mayBeEmpty() {
                return true;
            }

            @Override
            Reading.Checked read() throws InterruptedException {
                return new Reading.Checked(Reading.read(source).listing(), List.of());
            }
        };
    }

    private static Source combined(String how, List<? extends Source> sources, BinaryOperator<Listing> combination) {
        if (sources.isEmpty()) {
            throw new IllegalArgumentException("A " + how + " needs at least one source");
        }
        String name = sources.stream().map(Source::name).collect(Collectors.joining(", ", how + " of (", ")"));
        return new CombinedSource(name, List.copyOf(sources)) {
            @Override
            Reading.Checked read() throws InterruptedException {
                List<String> emptyParts = new ArrayList<>();
                @Nullable Listing combined = null;
                for (Source part : parts()) {
                    Reading.Checked read = Reading.read(part);
                    emptyParts.addAll(read.emptyParts());
                    combined = combined == null ? read.listing() : combination.apply(combined, read.listing());
                }
                return new Reading.Checked(Objects.requireNonNull(combined), emptyParts);
            }
        };
    }

    private static Source derived(String name, Source source, UnaryOperator<Listing> derivation) {
        return new CombinedSource(name, List.of(source)) {
            @Override
            Reading.Checked read() throws InterruptedException {
                Reading.Checked read = Reading.read(source);
                return new Reading.Checked(derivation.apply(read.listing()), read.emptyParts());
            }
        };
    }
}
