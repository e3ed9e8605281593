//! Public keys for DKIM records. They are well-formed; there is no private key.

use base64::Engine as _;
use base64::engine::general_purpose::STANDARD;
use rand::Rng;

use super::options::DkimBits;

/// `AlgorithmIdentifier` of RSA: `rsaEncryption` (1.2.840.113549.1.1.1) and NULL (RFC 8017 appendix C, RFC 3279 2.3.1).
const RSA_ALGORITHM_IDENTIFIER: [u8; 15] =
    [0x30, 0x0D, 0x06, 0x09, 0x2A, 0x86, 0x48, 0x86, 0xF7, 0x0D, 0x01, 0x01, 0x01, 0x05, 0x00];

/// The public exponent 65537.
const PUBLIC_EXPONENT: [u8; 3] = [1, 0, 1];

// DER tags (X.690).
const INTEGER: u8 = 0x02;
const BIT_STRING: u8 = 0x03;
const SEQUENCE: u8 = 0x30;

/// A random RSA `SubjectPublicKeyInfo` (RFC 5280 4.1) in base64. Its modulus is odd and has exactly `bits` bits.
pub(super) fn random_public_key(bits: DkimBits, random: &mut impl Rng) -> String {
    let mut modulus = vec![0; bits.modulus_octets()];
    random.fill_bytes(&mut modulus);
    if let Some(first) = modulus.first_mut() {
        *first |= 0x80;
    }
    if let Some(last) = modulus.last_mut() {
        *last |= 1;
    }
    STANDARD.encode(subject_public_key_info(&modulus))
}

/// `SEQUENCE { algorithm, BIT STRING { SEQUENCE { modulus, exponent } } }`.
fn subject_public_key_info(modulus: &[u8]) -> Vec<u8> {
    // A leading zero keeps the integer positive if its top bit is set.
    let key = [der_element(INTEGER, &[&[0], modulus].concat()), der_element(INTEGER, &PUBLIC_EXPONENT)].concat();
    // The first octet of a bit string counts its unused bits.
    let key = der_element(BIT_STRING, &[&[0], der_element(SEQUENCE, &key).as_slice()].concat());
    der_element(SEQUENCE, &[RSA_ALGORITHM_IDENTIFIER.as_slice(), &key].concat())
}

/// One DER element: tag, length in the shortest form, content.
fn der_element(tag: u8, content: &[u8]) -> Vec<u8> {
    let length = content.len().to_be_bytes();
    let digits: Vec<u8> = length.iter().copied().skip_while(|octet| *octet == 0).collect();
    let mut element = vec![tag];
    match digits.as_slice() {
        [] => element.push(0),
        [short] if *short < 0x80 => element.push(*short),
        long => {
            element.extend(u8::try_from(long.len()).map(|count| 0x80 | count));
            element.extend(long);
        }
    }
    element.extend(content);
    element
}

#[cfg(test)]
mod tests {
    use rand::SeedableRng as _;
    use rand::rngs::StdRng;

    use super::*;

    /// Takes one element off the front. Returns its content and the rest.
    fn take(tag: u8, der: &[u8]) -> (&[u8], &[u8]) {
        assert_eq!(der[0], tag);
        let (length, rest) = match der[1] {
            short @ 0..=0x7F => (usize::from(short), &der[2..]),
            0x81 => (usize::from(der[2]), &der[3..]),
            0x82 => (usize::from(u16::from_be_bytes([der[2], der[3]])), &der[4..]),
            other => panic!("a length of form {other:#x}"),
        };
        rest.split_at(length)
    }

    #[test]
    fn a_key_is_an_rsa_subject_public_key_info_of_the_requested_size() {
        for (bits, octets, characters, opening) in [
            (DkimBits::Short, 128, 216, "MIGfMA0GCSqGSIb3DQEBAQUAA4GNADCBiQKBgQ"),
            (DkimBits::Long, 256, 392, "MIIBIjANBgkqhkiG9w0BAQEFAAOCAQ8AMIIBCgKCAQEA"),
        ] {
            let text = random_public_key(bits, &mut StdRng::seed_from_u64(7));
            assert_eq!(text.len(), characters);
            assert!(text.starts_with(opening), "{text}");

            let der = STANDARD.decode(text).unwrap();
            let (info, nothing) = take(SEQUENCE, &der);
            assert!(nothing.is_empty());
            let (algorithm, info) = info.split_at(RSA_ALGORITHM_IDENTIFIER.len());
            assert_eq!(algorithm, RSA_ALGORITHM_IDENTIFIER);
            let (key, nothing) = take(BIT_STRING, info);
            assert_eq!((key[0], nothing.len()), (0, 0));
            let (key, nothing) = take(SEQUENCE, &key[1..]);
            assert!(nothing.is_empty());
            let (modulus, key) = take(INTEGER, key);
            let (exponent, nothing) = take(INTEGER, key);
            assert!(nothing.is_empty());
            assert_eq!(exponent, PUBLIC_EXPONENT);
            assert_eq!((modulus.len(), modulus[0]), (octets + 1, 0));
            assert!(modulus[1] & 0x80 != 0, "the top bit is set");
            assert!(modulus[octets] & 1 == 1, "the modulus is odd");
        }
    }

    #[test]
    fn no_two_keys_are_equal() {
        let mut random = StdRng::seed_from_u64(7);
        assert_ne!(random_public_key(DkimBits::Short, &mut random), random_public_key(DkimBits::Short, &mut random));
    }

    #[test]
    fn lengths_are_in_their_shortest_form() {
        for (length, head) in [(0, vec![0]), (127, vec![127]), (128, vec![0x81, 128]), (256, vec![0x82, 1, 0])] {
            let der = der_element(INTEGER, &vec![9; length]);
            assert_eq!(&der[1..=head.len()], head);
            assert_eq!(der.len(), 1 + head.len() + length);
        }
    }
}
