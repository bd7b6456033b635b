package dev.catchment.condition;

import com.fasterxml.jackson.databind.node.ArrayNode;
import java.util.AbstractList;
import java.util.Objects;
import java.util.RandomAccess;

/** A JSON array as an immutable list of CEL values, converted one by one when they are asked for. */
final class JsonArrayView extends AbstractList<Object> implements RandomAccess {
    private final ArrayNode node;

    JsonArrayView(ArrayNode node) {
        this.node = node;
    }

    ArrayNode node() {
        return node;
    }

    @Override
    public Object get(int index) {
        Objects.checkIndex(index, node.size());
        return JsonValues.toCel(node.get(index));
    }

    @Override
    public int size() {
        return node.size();
    }
}
