/* SPDX-License-Identifier: Apache-2.0
 * exif_names.c - a table of tags, searched by halves.
 *
 * [EXIF] CIPA DC-008-2023, tables 4 to 14.  [TIFF] TIFF 6.0, appendix A.
 * [TIFF/EP] ISO 12234-2.  What Windows adds (0x9c9b to 0x9c9f) and PrintIM have
 * the names that are usual. */
#include "meta/exif_names.h"

#include <stddef.h>

/* Directories in which a tag has its name. */
enum {
    FIRST = 1 << DIR_0,
    THUMB = 1 << DIR_1,
    EXIF = 1 << DIR_EXIF,
    GPS = 1 << DIR_GPS,
    INTEROP = 1 << DIR_INTEROP,
    IMAGE = FIRST | THUMB,
    ANY = IMAGE | EXIF | GPS | INTEROP /* what [EXIF] does not place */
};

/* In the order of tags.  The names lie in the rows: pointers to them would have
 * to be written at each start. */
/* clang-format off */
static const struct row {
    uint16_t tag;
    uint8_t dirs;
    char name[36];
} rows[] = {
    {0x0000, GPS, "GPSVersionID"},
    {0x0001, GPS, "GPSLatitudeRef"},
    {0x0001, INTEROP, "InteroperabilityIndex"},
    {0x0002, GPS, "GPSLatitude"},
    {0x0002, INTEROP, "InteroperabilityVersion"},
    {0x0003, GPS, "GPSLongitudeRef"},
    {0x0004, GPS, "GPSLongitude"},
    {0x0005, GPS, "GPSAltitudeRef"},
    {0x0006, GPS, "GPSAltitude"},
    {0x0007, GPS, "GPSTimeStamp"},
    {0x0008, GPS, "GPSSatellites"},
    {0x0009, GPS, "GPSStatus"},
    {0x000a, GPS, "GPSMeasureMode"},
    {0x000b, GPS, "GPSDOP"},
    {0x000c, GPS, "GPSSpeedRef"},
    {0x000d, GPS, "GPSSpeed"},
    {0x000e, GPS, "GPSTrackRef"},
    {0x000f, GPS, "GPSTrack"},
    {0x0010, GPS, "GPSImgDirectionRef"},
    {0x0011, GPS, "GPSImgDirection"},
    {0x0012, GPS, "GPSMapDatum"},
    {0x0013, GPS, "GPSDestLatitudeRef"},
    {0x0014, GPS, "GPSDestLatitude"},
    {0x0015, GPS, "GPSDestLongitudeRef"},
    {0x0016, GPS, "GPSDestLongitude"},
    {0x0017, GPS, "GPSDestBearingRef"},
    {0x0018, GPS, "GPSDestBearing"},
    {0x0019, GPS, "GPSDestDistanceRef"},
    {0x001a, GPS, "GPSDestDistance"},
    {0x001b, GPS, "GPSProcessingMethod"},
    {0x001c, GPS, "GPSAreaInformation"},
    {0x001d, GPS, "GPSDateStamp"},
    {0x001e, GPS, "GPSDifferential"},
    {0x001f, GPS, "GPSHPositioningError"},
    {0x00fe, ANY, "NewSubfileType"},
    {0x0100, IMAGE, "ImageWidth"},
    {0x0101, IMAGE, "ImageLength"},
    {0x0102, IMAGE, "BitsPerSample"},
    {0x0103, IMAGE, "Compression"},
    {0x0106, IMAGE, "PhotometricInterpretation"},
    {0x010a, ANY, "FillOrder"},
    {0x010d, ANY, "DocumentName"},
    {0x010e, IMAGE, "ImageDescription"},
    {0x010f, IMAGE, "Make"},
    {0x0110, IMAGE, "Model"},
    {0x0111, IMAGE, "StripOffsets"},
    {0x0112, IMAGE, "Orientation"},
    {0x0115, IMAGE, "SamplesPerPixel"},
    {0x0116, IMAGE, "RowsPerStrip"},
    {0x0117, IMAGE, "StripByteCounts"},
    {0x011a, IMAGE, "XResolution"},
    {0x011b, IMAGE, "YResolution"},
    {0x011c, IMAGE, "PlanarConfiguration"},
    {0x0128, IMAGE, "ResolutionUnit"},
    {0x012d, IMAGE, "TransferFunction"},
    {0x0131, IMAGE, "Software"},
    {0x0132, IMAGE, "DateTime"},
    {0x013b, IMAGE, "Artist"},
    {0x013e, IMAGE, "WhitePoint"},
    {0x013f, IMAGE, "PrimaryChromaticities"},
    {0x014a, ANY, "SubIFDs"},
    {0x0156, ANY, "TransferRange"},
    {0x0200, ANY, "JPEGProc"},
    {0x0201, THUMB, "JPEGInterchangeFormat"},
    {0x0202, THUMB, "JPEGInterchangeFormatLength"},
    {0x0211, IMAGE, "YCbCrCoefficients"},
    {0x0212, IMAGE, "YCbCrSubSampling"},
    {0x0213, IMAGE, "YCbCrPositioning"},
    {0x0214, IMAGE, "ReferenceBlackWhite"},
    {0x02bc, ANY, "XMLPacket"},
    {0x1000, ANY, "RelatedImageFileFormat"},
    {0x1001, ANY, "RelatedImageWidth"},
    {0x1002, ANY, "RelatedImageLength"},
    {0x828d, ANY, "CFARepeatPatternDim"},
    {0x828e, ANY, "CFAPattern"},
    {0x828f, ANY, "BatteryLevel"},
    {0x8298, IMAGE, "Copyright"},
    {0x829a, EXIF, "ExposureTime"},
    {0x829d, EXIF, "FNumber"},
    {0x83bb, ANY, "IPTC/NAA"},
    {0x8649, ANY, "ImageResources"},
    {0x8773, ANY, "InterColorProfile"},
    {0x8822, EXIF, "ExposureProgram"},
    {0x8824, EXIF, "SpectralSensitivity"},
    {0x8827, EXIF, "ISOSpeedRatings"},
    {0x8828, EXIF, "OECF"},
    {0x882a, ANY, "TimeZoneOffset"},
    {0x8830, EXIF, "SensitivityType"},
    {0x8831, EXIF, "StandardOutputSensitivity"},
    {0x8832, EXIF, "RecommendedExposureIndex"},
    {0x8833, EXIF, "ISO Speed"},
    {0x8834, EXIF, "ISO Speed Latitude yyy"},
    {0x8835, EXIF, "ISO Speed Latitude zzz"},
    {0x9000, EXIF, "ExifVersion"},
    {0x9003, EXIF, "DateTimeOriginal"},
    {0x9004, EXIF, "DateTimeDigitized"},
    {0x9010, EXIF, "OffsetTime"},
    {0x9011, EXIF, "OffsetTimeOriginal"},
    {0x9012, EXIF, "OffsetTimeDigitized"},
    {0x9101, EXIF, "ComponentsConfiguration"},
    {0x9102, EXIF, "CompressedBitsPerPixel"},
    {0x9201, EXIF, "ShutterSpeedValue"},
    {0x9202, EXIF, "ApertureValue"},
    {0x9203, EXIF, "BrightnessValue"},
    {0x9204, EXIF, "ExposureBiasValue"},
    {0x9205, EXIF, "MaxApertureValue"},
    {0x9206, EXIF, "SubjectDistance"},
    {0x9207, EXIF, "MeteringMode"},
    {0x9208, EXIF, "LightSource"},
    {0x9209, EXIF, "Flash"},
    {0x920a, EXIF, "FocalLength"},
    {0x9214, EXIF, "SubjectArea"},
    {0x9216, ANY, "TIFF/EPStandardID"},
    {0x927c, EXIF, "MakerNote"},
    {0x9286, EXIF, "UserComment"},
    {0x9290, EXIF, "SubsecTime"},
    {0x9291, EXIF, "SubSecTimeOriginal"},
    {0x9292, EXIF, "SubSecTimeDigitized"},
    {0x9c9b, FIRST, "XPTitle"},
    {0x9c9c, FIRST, "XPComment"},
    {0x9c9d, FIRST, "XPAuthor"},
    {0x9c9e, FIRST, "XPKeywords"},
    {0x9c9f, FIRST, "XPSubject"},
    {0xa000, EXIF, "FlashpixVersion"},
    {0xa001, EXIF, "ColorSpace"},
    {0xa002, EXIF, "PixelXDimension"},
    {0xa003, EXIF, "PixelYDimension"},
    {0xa004, EXIF, "RelatedSoundFile"},
    {0xa20b, EXIF, "FlashEnergy"},
    {0xa20c, EXIF, "SpatialFrequencyResponse"},
    {0xa20e, EXIF, "FocalPlaneXResolution"},
    {0xa20f, EXIF, "FocalPlaneYResolution"},
    {0xa210, EXIF, "FocalPlaneResolutionUnit"},
    {0xa214, EXIF, "SubjectLocation"},
    {0xa215, EXIF, "ExposureIndex"},
    {0xa217, EXIF, "SensingMethod"},
    {0xa300, EXIF, "FileSource"},
    {0xa301, EXIF, "SceneType"},
    {0xa302, EXIF, "CFAPattern"},
    {0xa401, EXIF, "CustomRendered"},
    {0xa402, EXIF, "ExposureMode"},
    {0xa403, EXIF, "WhiteBalance"},
    {0xa404, EXIF, "DigitalZoomRatio"},
    {0xa405, EXIF, "FocalLengthIn35mmFilm"},
    {0xa406, EXIF, "SceneCaptureType"},
    {0xa407, EXIF, "GainControl"},
    {0xa408, EXIF, "Contrast"},
    {0xa409, EXIF, "Saturation"},
    {0xa40a, EXIF, "Sharpness"},
    {0xa40b, EXIF, "DeviceSettingDescription"},
    {0xa40c, EXIF, "SubjectDistanceRange"},
    {0xa420, EXIF, "ImageUniqueID"},
    {0xa430, EXIF, "CameraOwnerName"},
    {0xa431, EXIF, "BodySerialNumber"},
    {0xa432, EXIF, "LensSpecification"},
    {0xa433, EXIF, "LensMake"},
    {0xa434, EXIF, "LensModel"},
    {0xa435, EXIF, "LensSerialNumber"},
    {0xa460, EXIF, "CompositeImage"},
    {0xa461, EXIF, "SourceImageNumberOfCompositeImage"},
    {0xa462, EXIF, "SourceExposureTimesOfCompositeImage"},
    {0xa500, EXIF, "Gamma"},
    {0xc4a5, ANY, "PrintImageMatching"},
    {0xea1c, FIRST | EXIF, "Padding"},
};
/* clang-format on */

const char *exif_name(uint16_t tag, enum exif_dir dir)
{
    const size_t count = sizeof(rows) / sizeof(rows[0]);
    size_t from = 0, to = count;

    while (from < to) { /* rows before `from` have lesser tags */
        size_t at = from + (to - from) / 2;

        if (rows[at].tag < tag)
            from = at + 1;
        else
            to = at;
    }
    for (; from < count && rows[from].tag == tag; from++)
        if (rows[from].dirs >> dir & 1)
            return rows[from].name;
    return NULL;
}
