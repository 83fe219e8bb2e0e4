package dev.gosync.testkit;

import dev.gosync.adapter.AdapterException;
import dev.gosync.adapter.Change;
import dev.gosync.adapter.FailureKind;
import dev.gosync.adapter.Mode;
import dev.gosync.adapter.Outcomes;
import dev.gosync.adapter.WholeList;
import dev.gosync.adapter.WholeList.Draft;
import dev.gosync.adapter.WholeList.Refusal;
import dev.gosync.testkit.WiredService.Bulk;
import dev.gosync.testkit.WiredService.Page;
import dev.gosync.testkit.WiredService.Person;
import java.io.IOException;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** A right adapter that has {@link WholeList} of core write the whole membership. The guide for authors shows parts of it. */
class RotaAdapter extends WiredAdapter implements WholeList.Service<Person> {
    RotaAdapter(WiredService service, Conditions conditions) {
        super(service, conditions);
    }

    private final WholeList<Person> whole = WholeList.of(name(), "members.replace", retry, this);

    @Override
    public void change(Change change, Outcomes outcomes) throws IOException, InterruptedException {
        Map<String, Person> people = outcomes.prepare(() -> lookUp(change)); // by thing, without those that are unknown
        whole.change(change, people, null, outcomes); // null: WholeList reads the list itself
    }

    @Override
    public Optional<Refusal> write(Draft<Person> draft) throws InterruptedException {
        return retry.call(name(), "members.replace", () -> {
            List<Person> list = draft.forAttempt();
            return draft.isNeeded() ? sentList(list) : Optional.empty();
        });
    }

    @Override
    public Object key(Person person) {
        return person.id();
    }

    @Override
    public void add(List<String> things, Outcomes outcomes) throws IOException, InterruptedException {
        change(new Change(things, List.of(), Mode.ADD_ONLY), outcomes);
    }

    @Override
    public void remove(List<String> things, Outcomes outcomes) throws IOException, InterruptedException {
        change(new Change(List.of(), things, Mode.REMOVE_ONLY), outcomes);
    }

    private Map<String, Person> lookUp(Change change) throws IOException, InterruptedException {
        List<String> things = new ArrayList<>(change.additions());
        things.addAll(change.removals());
        Map<String, Person> people = new LinkedHashMap<>();
        if (!things.isEmpty()) {
            ids(things).forEach((thing, id) -> people.put(thing, new Person(id, thing)));
        }
        return people;
    }

    @Override
    public List<Person> read() throws IOException {
        List<Person> people = new ArrayList<>();
        for (int from = 0; from >= 0; ) {
            int start = from;
            Page page = sent("members.list", () -> service.list(secret, start));
            page.entries().forEach(entry -> people.add(entry.person()));
            from = page.next();
        }
        return people;
    }

    private Optional<Refusal> sentList(List<Person> list) throws IOException {
        Bulk bulk = sent(
                "members.replace",
                () -> service.replace(secret, list.stream().map(Person::id).toList()));
        mustShow(bulk.shown(), "members.replace");
        return bulk.errors().isEmpty()
                ? Optional.empty()
                : Optional.of(new Refusal(refusedList(), bulk.errors().keySet()));
    }

    private AdapterException refusedList() {
        return AdapterException.of(FailureKind.INVALID_REQUEST, name(), "members.replace", "some may not be members")
                .build();
    }

    @Override
    public AdapterException unknown(String thing) {
        return ofThing("unknown_person", thing);
    }

    @Override
    public AdapterException refused(String thing, Refusal refusal) {
        return ofThing("forbidden_person", thing);
    }

    @Override
    public AdapterException refusedAsItIs(List<Person> people, Refusal refusal) {
        return refusal.failure();
    }
}
