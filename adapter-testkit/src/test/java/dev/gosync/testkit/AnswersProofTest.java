package dev.gosync.testkit;

import dev.gosync.adapter.Change;
import dev.gosync.adapter.Mode;
import dev.gosync.adapter.Outcomes;
import dev.gosync.adapter.http.HttpAnswer;
import dev.gosync.testkit.club.Club;
import dev.gosync.testkit.club.ClubHarness;
import java.io.IOException;
import java.util.List;
import java.util.Map;

/** Mistakes that only answers over HTTP show: in nested records, and where several kinds of write are one operation. */
final class AnswersProofTest extends Proof {
    private static Broken club(String name, String caughtBy, String message, ClubHarness.Factory factory) {
        return Broken.harness(name, caughtBy, message, () -> new ClubHarness(factory))
                .declaring(ClubHarness.LIMITATIONS.toArray(Limitation[]::new));
    }

    @Override
    List<Broken> mistakes() {
        return List.of(
                club(
                        "a field that is missing spoils a person, unlike one that is null",
                        "E-13",
                        "a read to go through",
                        (address, token, retry) -> new Club(address, token, retry) {
                            @Override
                            protected void mustBePerson(Map<?, ?> person) {
                                if (!person.containsKey("nickname")) {
                                    throw new IllegalArgumentException("a person without the field nickname");
                                }
                            }
                        }),
                club(
                        "fields that nobody knows spoil an object inside a person",
                        "E-13",
                        "a read to go through",
                        (address, token, retry) -> new Club(address, token, retry) {
                            @Override
                            protected void mustBeContact(Map<?, ?> contact) {
                                if (contact.size() != 2) {
                                    throw new IllegalArgumentException("a contact has two fields");
                                }
                            }
                        }),
                club(
                        "additions count as done whomever the answer shows, where removals come after them",
                        "O-7",
                        "is said to be added and is not there",
                        (address, token, retry) -> new Club(address, token, retry) {
                            private Mode mode = Mode.ADD_ONLY;

                            @Override
                            public void change(Change change, Outcomes outcomes)
                                    throws IOException, InterruptedException {
                                mode = change.mode();
                                super.change(change, outcomes);
                            }

                            @Override
                            protected boolean shows(HttpAnswer answer, List<String> things) {
                                return mode == Mode.ADD_REMOVE
                                        ? answer.body().contains("\"people\":[")
                                        : super.shows(answer, things);
                            }
                        }));
    }
}
