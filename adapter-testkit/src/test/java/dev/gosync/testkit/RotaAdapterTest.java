package dev.gosync.testkit;

import java.util.Collection;
import java.util.Set;

/** A right adapter that has core write the whole list. Nobody is an owner of a rota. */
class RotaAdapterTest extends AdapterContract {
    @Override
    protected Harness harness() {
        return new WiredService.Side(RotaAdapter::new) {
            @Override
            public void seedKept(Collection<String> things) {
                throw new UnsupportedOperationException("A rota has no owners");
            }
        };
    }

    @Override
    protected Set<Limitation> limitations() {
        return Set.of(Limitation.KEEPS_NOBODY);
    }
}
