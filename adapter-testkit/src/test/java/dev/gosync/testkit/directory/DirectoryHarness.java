package dev.gosync.testkit.directory;

import dev.gosync.adapter.Adapter;
import dev.gosync.adapter.Retry;
import dev.gosync.testkit.Conditions;
import dev.gosync.testkit.HttpHarness;
import java.net.URI;
import java.util.Collection;
import java.util.Set;

/** The directory's group, seen from the directory. */
public final class DirectoryHarness extends HttpHarness<DirectoryFake> {
    /** How to make the adapter that is certified. */
    public interface Factory {
        Adapter open(URI address, String group, String token, Retry retry);
    }

    private final Factory factory;

    public DirectoryHarness(Factory factory) {
        super(new DirectoryFake(), DirectoryFake.GROUP);
        this.factory = factory;
    }

    @Override
    protected Adapter adapter(Conditions conditions) {
        return factory.open(fake.address(), place(), conditions.secret(), conditions.retry());
    }

    @Override
    public void introduce(Collection<String> things) {
        fake.introduce(things);
    }

    @Override
    public void forbid(Collection<String> things) {
        fake.forbid(things);
    }

    @Override
    public void seed(Collection<String> things) {
        fake.join(things, "member");
    }

    @Override
    public void leave(Collection<String> things) {
        fake.leave(things);
    }

    @Override
    public void seedNameless(int count) {
        fake.joinBots(count);
    }

    @Override
    public void seedKept(Collection<String> things) {
        fake.join(things, "owner");
    }

    @Override
    public Set<String> members() {
        return fake.members(Set.of("member", "owner"));
    }

    @Override
    public String fingerprint(String member) {
        return fake.role(member);
    }

    @Override
    public int namelessMembers() {
        return fake.bots();
    }

    @Override
    public Set<String> keptMembers() {
        return fake.members(Set.of("owner"));
    }
}
