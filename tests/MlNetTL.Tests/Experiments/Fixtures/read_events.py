"""Reads TensorBoard event files without this library or TensorFlow: the frames by struct, CRC-32C bit by bit from its polynomial (RFC 3720), protobuf by its wire format.

    python3 read_events.py <event file> ...

Prints a line for each number: step, name, value. Ends with code 1 at the first frame that is damaged.
"""
import struct
import sys


def crc32c(data):
    crc = 0xFFFFFFFF
    for byte in data:
        crc ^= byte
        for _ in range(8):
            crc = (crc >> 1) ^ (0x82F63B78 if crc & 1 else 0)
    return crc ^ 0xFFFFFFFF


def masked(data):
    crc = crc32c(data)
    return (((crc >> 15) | (crc << 17)) + 0xA282EAD8) & 0xFFFFFFFF


def records(file):
    while head := file.read(12):
        length, check = struct.unpack("<QI", head)
        if check != masked(head[:8]):
            sys.exit("The length of a record is damaged.")
        data = file.read(length)
        if struct.unpack("<I", file.read(4))[0] != masked(data):
            sys.exit("A record is damaged.")
        yield data


def varint(data, at):
    value = shift = 0
    while True:
        value |= (data[at] & 0x7F) << shift
        shift += 7
        at += 1
        if data[at - 1] < 0x80:
            return value, at


def fields(data):
    at = 0
    while at < len(data):
        key, at = varint(data, at)
        number, kind = key >> 3, key & 7
        if kind == 0:
            value, at = varint(data, at)
        elif kind == 1:
            value, at = struct.unpack_from("<d", data, at)[0], at + 8
        elif kind == 5:
            value, at = struct.unpack_from("<f", data, at)[0], at + 4
        else:
            length, at = varint(data, at)
            value, at = data[at:at + length], at + length
        yield number, value


def main():
    for path in sys.argv[1:]:
        with open(path, "rb") as file:
            for index, data in enumerate(records(file)):
                event = dict(fields(data))
                if index == 0:
                    print("version", event[3].decode())
                    continue
                for _, value in fields(event[5]):
                    value = dict(fields(value))
                    print(event[2], value[1].decode(), repr(value[2]))


main()
