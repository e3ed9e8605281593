use secrecy::SecretString;

use super::*;

const SECRET: &str = "wJalrXUtnFEMI/K7MDENG+bPxRfiCYEXAMPLEKEY";

/// The signatures that botocore 1.44.8 makes of the same requests.
#[test]
fn signatures_equal_those_of_botocore() {
    let now = "2026-12-01T02:03:04Z".parse().expect("a time");
    for (method, path, query, body, token, names, signature) in [
        (
            "GET",
            "/2013-04-01/hostedzonesbyname",
            "dnsname=example.com&maxitems=20",
            "",
            None,
            "host;x-amz-date",
            "c2af4076f3e495799edcd4366018f75ffe6c344d13da1cc18a0c7527b07f386e",
        ),
        (
            "GET",
            "/2013-04-01/hostedzone/Z1/rrset",
            "name=_dmarc.example.com&type=TXT",
            "",
            Some("tok/en+1=="),
            "host;x-amz-date;x-amz-security-token",
            "85785db0f28c8daf1f911a5d5e21345016f0ac197fd8a4dd9924f51254820d7e",
        ),
        (
            "POST",
            "/2013-04-01/hostedzone/Z1/rrset/",
            "",
            "<a>ü</a>",
            None,
            "host;x-amz-date",
            "10965a237770bee7ef4430ee3d5e39548dc8176914174812a976d0b41dc2c688",
        ),
    ] {
        let session_token = token.map(SecretString::from);
        let key = AwsKey { id: "AKIDEXAMPLE".to_owned(), secret: SECRET.into(), session_token };
        let (date, authorization) =
            sign(&key, &SignedParts { method, host: "route53.amazonaws.com", path, query, body }, now);
        assert_eq!(date, "20261201T020304Z");
        assert_eq!(
            authorization,
            format!(
                "AWS4-HMAC-SHA256 Credential=AKIDEXAMPLE/20261201/us-east-1/route53/aws4_request, \
                 SignedHeaders={names}, Signature={signature}"
            )
        );
    }
}

#[test]
fn a_set_that_is_there_is_deleted_as_it_was_and_created_with_the_record() {
    let changes =
        to_changes("a.example.com", "TXT", Some(60), &["\"x\"".to_owned()], &["\"x\"".to_owned(), "\"y\"".to_owned()]);
    assert_eq!(
        changes,
        "<Change><Action>DELETE</Action><ResourceRecordSet><Name>a.example.com.</Name><Type>TXT</Type><TTL>60</TTL>\
         <ResourceRecords><ResourceRecord><Value>&quot;x&quot;</Value></ResourceRecord></ResourceRecords>\
         </ResourceRecordSet></Change>\
         <Change><Action>CREATE</Action><ResourceRecordSet><Name>a.example.com.</Name><Type>TXT</Type><TTL>60</TTL>\
         <ResourceRecords><ResourceRecord><Value>&quot;x&quot;</Value></ResourceRecord>\
         <ResourceRecord><Value>&quot;y&quot;</Value></ResourceRecord></ResourceRecords></ResourceRecordSet></Change>"
    );
}

#[test]
fn octal_escapes_are_read_and_written() {
    assert_eq!(octal_to_decimal(r#""a\303\274\"b\\052""#), r#""a\195\188\"b\\052""#);
    let record =
        NewRecord { name: "a.example".to_owned(), rtype: "TXT".to_owned(), data: "aü\"\\".to_owned(), ttl: 60 };
    assert_eq!(to_value(&record), r#""a\303\274\"\\""#);
}

#[test]
fn aliases_and_weighted_sets_are_special() {
    let set = parse(
        "<ResourceRecordSet><Name>a.example.com.</Name><Type>TXT</Type><SetIdentifier>x</SetIdentifier><Weight>1</Weight>\
         <TTL>60</TTL><ResourceRecords><ResourceRecord><Value>\"v\"</Value></ResourceRecord></ResourceRecords>\
         </ResourceRecordSet>",
    )
    .expect("XML");
    let records = to_hosted(&set);
    assert_eq!((records.len(), records[0].special, records[0].data.as_str()), (1, Some("routed"), "v"));
    let set = parse(
        "<ResourceRecordSet><Name>a.example.com.</Name><Type>A</Type><AliasTarget><DNSName>b.example.</DNSName>\
         </AliasTarget></ResourceRecordSet>",
    )
    .expect("XML");
    assert_eq!(to_hosted(&set)[0].special, Some("alias"));
}
