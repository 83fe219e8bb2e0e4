package dev.gosync.cli;

import dev.gosync.Sources;
import dev.gosync.adapter.AdapterException;
import dev.gosync.adapter.Failure;
import dev.gosync.adapter.FailureKind;
import dev.gosync.adapter.Listing;
import dev.gosync.adapter.Retry;
import dev.gosync.adapter.Source;
import dev.gosync.config.ConfiguredPlace;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * What reading a place showed.
 *
 * @param type the type of its adapter
 * @param name the name of the place
 * @param uses what the configuration uses it for
 * @param listing what it holds; empty if it could not be read
 * @param failure why it could not be read
 * @param rights what the credentials must be allowed to do; empty unless they were refused
 */
record PlaceCheck(
        String type,
        String name,
        List<String> uses,
        Optional<Listing> listing,
        Optional<Failure> failure,
        List<String> rights) {

    /** How a use as a source begins. */
    static final String SOURCE = "source of ";

    static final String EMPTY_SOURCE =
            "By default, an empty source is refused; allow-empty-source or may-be-empty allows it.";

    private static final String READ = "read";

    /** Whether it could be read, and a sync reads its members from it, but it has none. */
    boolean isEmptySource() {
        return listing.filter(read -> read.things().isEmpty()).isPresent()
                && uses.stream().anyMatch(use -> use.startsWith(SOURCE));
    }

    /** What the user should know although it could be read. */
    List<String> warnings() {
        List<String> warnings = new ArrayList<>(isEmptySource() ? List.of(EMPTY_SOURCE) : List.of());
        listing.ifPresent(read -> warnings.addAll(read.warnings()));
        return warnings;
    }

    /** Reads a place. */
    static PlaceCheck of(ConfiguredPlace configured, List<String> uses, Cli cli) throws InterruptedException {
        Source place = configured.place();
        if (Thread.interrupted()) {
            throw new InterruptedException();
        }
        try {
            cli.listener().reading(place.name());
            // As the engine reads, which checks what an adapter returns, and hears of calls and waits.
            Listing listing = Retry.listening(cli.listener(), Sources.mayBeEmpty(place)::get);
            cli.listener().read(place.name(), listing);
            return new PlaceCheck(
                    configured.type(), place.name(), uses, Optional.of(listing), Optional.empty(), List.of());
        } catch (InterruptedException e) {
            throw e;
        } catch (Exception e) {
            cli.debug(e);
            return failed(
                    configured,
                    uses,
                    AdapterException.translated(place.name(), READ, e).failure(),
                    cli);
        } catch (Error e) { // the other places may be read
            cli.debug(e);
            AdapterException failure = AdapterException.of(FailureKind.UNKNOWN, place.name(), READ, ErrorText.of(e))
                    .build();
            return failed(configured, uses, failure.failure(), cli);
        }
    }

    private static PlaceCheck failed(ConfiguredPlace configured, List<String> uses, Failure failure, Cli cli) {
        boolean isRefused = failure.kind()
                .filter(kind -> kind == FailureKind.PERMISSION || kind == FailureKind.AUTHENTICATION)
                .isPresent();
        return new PlaceCheck(
                configured.type(),
                configured.place().name(),
                uses,
                Optional.empty(),
                Optional.of(failure),
                isRefused ? cli.adapters().get(configured.type()).rights() : List.of());
    }
}
